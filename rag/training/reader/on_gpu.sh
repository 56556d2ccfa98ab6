#!/bin/sh
# Train the careful reader further on a GPU, from the weights in the tree, three seeds, average them, and teach the
# quick reader by the mean:
#   sh rag/training/reader/on_gpu.sh WINDOWS CLAIMS OUT [STEPS]
# WINDOWS is what rag.training.reader.prepare, .whether, .staged and .written wrote, of one or several seeds, the files of a name
# joined by cat; CLAIMS is what rag.training.claims.prepare wrote. OUT gets both readers' weights, in pieces of at most 16 MiB;
# `cat OUT/careful.safetensors.* > rag/reading/weights/careful.safetensors` joins them;
# put the SHA-256 of each, which its log ends with, into the JSON files of rag/reading/weights, and calibrate.
set -eu
windows=$1 claims=$2 out=$3 steps=${4:-1300}
python=${PYTHON:-python3}
for seed in 1 2 3; do
    "$python" -m rag.training.reader.train --data "$windows" --claims "$claims" --out "$out/run$seed" \
        --base rag/reading/weights --device cuda --tokens 32768 --rate 1e-4 --dropout 0.1 --frozen 4 \
        --steps "$steps" --decay $((steps * 4 / 5)) --seed $seed > "$out/train$seed.log" 2>&1 &
    runs="${runs:-} $!"
done
for run in $runs; do wait "$run"; done
cp -r rag/reading/weights "$out/weights"
"$python" -m rag.training.reader.export --careful --run "$out"/run1 "$out"/run2 "$out"/run3 --out "$out/weights" \
    > "$out/careful.log"
"$python" -m rag.training.reader.distil --data "$windows" --weights "$out/weights" --out "$out/quick" --device cuda \
    > "$out/distil.log" 2>&1
"$python" -m rag.training.reader.export --run "$out/quick" --out "$out/weights" > "$out/quick.log"
split -b 16m -d "$out/weights/careful.safetensors" "$out/careful.safetensors."
cp "$out/weights/quick.safetensors" "$out"
rm -r "$out"/run? "$out/quick" "$out/weights"
