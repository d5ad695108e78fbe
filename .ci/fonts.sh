#!/usr/bin/env bash
# A Chinese font for the pictures and pages that the tests draw: Debian's fonts-noto-cjk.
# Does nothing where one is there already; without root or apt it says so and goes on.
set -euo pipefail

found=$(find /usr/share/fonts /usr/local/share/fonts "${HOME}/.fonts" "${HOME}/.local/share/fonts" \
    -iname 'NotoSansCJK*' -print -quit 2> /dev/null || true)
if [ -n "$found" ]; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "no Chinese font, and not root or no apt-get: the tests that draw pictures are skipped"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends fonts-noto-cjk > /dev/null
