#!/bin/sh
# Train the careful reader further on a GPU, from the weights in the tree, three seeds, and write their mean:
#   sh rag/training/reader/on_gpu.sh PREPARED OUT [STEPS]
# PREPARED is what rag.training.reader.prepare wrote. OUT gets careful.safetensors (54 MiB), in pieces of 16 MiB;
# `cat OUT/careful.safetensors.* > rag/reading/weights/careful.safetensors` joins them;
# put its SHA-256, which the log ends with, into rag/reading/weights/careful.json, and calibrate.
set -eu
data=$1 out=$2 steps=${3:-900}
python=${PYTHON:-python3}
for seed in 1 2 3; do
    "$python" -m rag.training.reader.train --data "$data" --out "$out/run$seed" --base rag/reading/weights \
        --device cuda --tokens 16384 --rate 6e-5 --frozen 4 --steps "$steps" --decay $((steps * 3 / 4)) --seed $seed \
        > "$out/train$seed.log" 2>&1 &
    runs="${runs:-} $!"
done
for run in $runs; do wait "$run"; done
"$python" -m rag.training.reader.export --careful --run "$out"/run1 "$out"/run2 "$out"/run3 --out "$out/weights"
split -b 16m -d "$out/weights/careful.safetensors" "$out/careful.safetensors."
rm -r "$out"/run? "$out/weights"
