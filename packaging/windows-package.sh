#!/usr/bin/env bash
# Builds and tries the Windows installer on Linux, under Wine: dist/socket-workbench-VERSION-proof-setup.exe.
#
#   packaging/windows-package.sh [FOLDER]     FOLDER is that of packaging/windows-check.sh (build/windows)
#
# With the Python that windows-check.sh makes, what comes out is a proof that the package can be built, installed
# and removed, never a release: its Python is put together from several places. Beside what that script needs it
# takes NSIS (Debian: nsis) and, for the window, Xvfb. The exit code is 0 when all went well, 1 when a step failed,
# and 3 when something is missing that it needs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
out=${1:-$root/build/windows}
for program in wine makensis Xvfb; do
    command -v "$program" >/dev/null || {
        echo "No Windows package: $program is missing here."
        exit 3
    }
done
python=${PYTHON:-$root/.venv/bin/python}
folder=$root/build/windows-folder
rm -rf "$folder"

windows_python() { "$here/windows-check.sh" "$out" "$@"; }

windows_python -c 'import PyInstaller' # makes the Python if it is not there
# What is installed there has to know the program's requirements, whose licences are collected.
rm -rf "$out/metadata"
"$python" -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir "$out/metadata" "$root"
unzip -q -o "$out"/metadata/*.whl '*.dist-info/*' -d "$out/Python311/site-packages"

windows_python "Z:${here//\//\\}\\freeze.py" "Z:${folder//\//\\}"
# What stands in for libraries that Windows has and Wine lacks, where it was made; only this proof holds it.
for library in PySide6/icuuc.dll fastcrc/bcryptprimitives.dll; do
    made=$out/Python311/site-packages/$library
    [[ ! -e $made ]] || cp "$made" "$folder/socket-workbench/_internal/$library"
done
version=$("$python" -c 'import socket_workbench; print(socket_workbench.__version__)')
setup=$root/dist/socket-workbench-$version-proof-setup.exe
"$python" "$here/windows_installer.py" "$folder/socket-workbench" "$setup"
"$python" "$here/windows_installer_check.py" "$setup" "$out"
