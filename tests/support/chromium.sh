#!/bin/sh
# Print the path of a Chromium for the browser tests: one that is installed, else one that this installs.
# Usage: chromium.sh BIN, where BIN holds the virtual environment's commands.
set -eu

installed() {
    for name in "${BYLINE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

if installed; then exit 0; fi
echo "No Chromium is installed; installing one for the browser tests." >&2
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet chromium; } >&2
    if installed; then exit 0; fi
fi
"$1/playwright" install chromium >&2
"$1/python" -c 'from playwright.sync_api import sync_playwright as p
with p() as play: print(play.chromium.executable_path)'
