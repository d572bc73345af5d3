#!/bin/sh
# Prints the first of the wanted interpreter and the known names that is Python 3.11, 3.12 or 3.13.
# Usage: find-python.sh [WANTED]
set -eu

in_range='import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'

for name in "${1:-python3}" python3.13 python3.12 python3.11; do
    if "$name" -c "$in_range" >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done

echo "Socket Workbench needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found:" \
    "install one, or name it with 'make PYTHON=/path/to/python3.13'." >&2
exit 1
