#!/usr/bin/env bash
# Installs the extra [wechaty] into an environment of its own, .cache/wechaty, for the
# plugin's test: its pins are old and must not reach the environment of everything else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
command -v uv >/dev/null || pip install --quiet uv
UV_PROJECT_ENVIRONMENT=.cache/wechaty uv sync --quiet --extra wechaty --no-default-groups
