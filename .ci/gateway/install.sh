#!/usr/bin/env bash
# Installs the published gateway for the interop tests beside this script. Does nothing
# where it is installed already; says nothing unless it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ -d node_modules ] && cmp -s package.json node_modules/.installed; then
  exit 0
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! npm install --no-package-lock --no-audit --no-fund --loglevel=error >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
cp package.json node_modules/.installed
