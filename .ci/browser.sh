#!/usr/bin/env bash
# What the browser tests need: Debian's chromium, and axe-core beside this script.
# Does nothing where they are there already; where it cannot install them it says so, and
# the browser tests fail (in CI) or are skipped (elsewhere).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

if ! command -v chromium > /dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        echo "no chromium, and not root or no apt-get: install Debian's package chromium by hand"
    else
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends chromium > /dev/null
    fi
fi

cd "$here/browser"
if [ -d node_modules ] && cmp -s package.json node_modules/.installed; then
    exit 0
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! npm install --no-package-lock --no-audit --no-fund --loglevel=error > "$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
cp package.json node_modules/.installed
