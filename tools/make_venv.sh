#!/bin/sh
# Make the virtual environment FOLDER with PYTHON and put uv VERSION into it: make_venv.sh PYTHON FOLDER VERSION
# Debian's python3 comes without venv and pip; any one of python3-venv, python3-pip, virtualenv or uv will do.
set -eu
python=$1 folder=$2 version=$3

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "isnad needs Python 3.11 or newer as '$python'; name another with: make PYTHON=/path/to/python3.12 …" >&2
    exit 1
fi
rm -rf "$folder"
if "$python" -m venv "$folder" >/dev/null 2>&1; then
    "$folder/bin/python" -m pip install -q --disable-pip-version-check "uv==$version"
elif rm -rf "$folder"; "$python" -m venv --without-pip "$folder" && "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip --python "$folder/bin/python" install -q --disable-pip-version-check "uv==$version"
elif command -v uv >/dev/null 2>&1; then
    uv pip install -q --python "$folder/bin/python" "uv==$version"
else
    rm -rf "$folder"
    echo "'$python' can make no virtual environment: install one of python3-venv, python3-pip or uv (Debian: apt-get install python3-venv) and run make again" >&2
    exit 1
fi
