#!/usr/bin/env bash
# Uses the whole program once on Windows, under Wine: packaging/smoke.py, with a window.
#
#   packaging/windows-check.sh [FOLDER]                 makes a Windows Python in FOLDER (build/windows; 900 MB)
#   packaging/windows-check.sh FOLDER -m pytest ...     runs that Python with these words instead
#   packaging/windows-check.sh FOLDER --suites [NAME...]    runs these folders of tests instead, each by itself, and
#                                                       prints a line for each; without names, all that can be judged
#
# WINDOWS_PYTHON names a python.exe of a Windows CPython 3.11 to take in place of making one, such as that of
# python.org's embeddable package, unpacked; packages are added in FOLDER, not there.
#
# It needs Wine, unzip and a CPython 3.11; to make a Python, MinGW-w64 too. On Debian:
#   apt-get install wine wine64 unzip gcc-mingw-w64-x86-64-win32 xvfb xauth
# The Python that it makes has its core from the wheel of panda3d for Windows, which carries one, and its library
# from the CPython of this machine. Packages come from where pip is set up to take them.
#
# Wine's sockets are this kernel's: it shows differences of CPython, files, names and Qt, but not of timing on
# loopback, ICMP, clocks, consoles and fonts. The exit code is 0 when all went well, 1 when a step failed, and 3 when
# something is missing that it needs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
mkdir -p "${1:-$root/build/windows}"
out=$(cd "${1:-$root/build/windows}" && pwd)
shift || true
# The user's packages, by PYTHONUSERBASE below: what freezes the program knows them by such a folder.
packages=$out/Python311/site-packages
cc=x86_64-w64-mingw32-gcc

python=
for name in ${PYTHON:-} python3.11 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
missing=()
[[ -n $python ]] || missing+=("a CPython 3.11")
for program in wine unzip; do
    command -v "$program" >/dev/null || missing+=("$program")
done
[[ -n ${WINDOWS_PYTHON:-} ]] || command -v "$cc" >/dev/null || missing+=("$cc")
if ((${#missing[@]})); then
    printf 'Not checked on Windows: this is missing here: %s.\n' "$(printf '%s, ' "${missing[@]}" | sed 's/, $//')"
    exit 3
fi

fetch() { # SOURCES: pip's words for Windows wheels
    "$python" -m pip download --quiet --disable-pip-version-check --dest "$out/wheels" --platform win_amd64 \
        --python-version 311 --implementation cp --abi cp311 --abi abi3 --abi none --only-binary=:all: "$@"
}

make_python() {
    mkdir -p "$out/python/Lib" "$out/python/DLLs" "$out/unpacked"
    fetch --no-deps 'panda3d==1.10.16'
    unzip -q -o "$out"/wheels/panda3d-*.whl 'deploy_libs/*' -d "$out/unpacked"
    for file in "$out"/unpacked/deploy_libs/*; do
        case $(basename "$file" | tr '[:upper:]' '[:lower:]') in
            python311.dll | vcruntime140*.dll) cp "$file" "$out/python/" ;;
            *.pyd | sqlite3.dll | libffi-*.dll | libssl-*.dll | libcrypto-*.dll) cp "$file" "$out/python/DLLs/" ;;
        esac
    done
    rm -r "$out/unpacked" "$out"/wheels/panda3d-*.whl
    library=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
    tar -C "$library" -cf - --exclude=lib-dynload --exclude=test --exclude=site-packages --exclude=__pycache__ \
        --exclude='config-3*' . | tar -C "$out/python/Lib" -xf -
    "$cc" -municode -O1 -o "$out/python/python.exe" "$here/windows/python.c"
    # The stable interface, python3.dll, is nothing but forwarders to python311.dll.
    {
        printf 'LIBRARY python3\nEXPORTS\n'
        x86_64-w64-mingw32-objdump -p "$out/python/python311.dll" |
            awk '/\[Ordinal\/Name Pointer\] Table/{t=1;next} NF==0{t=0} t{print $NF}' |
            grep -E '^_?Py' | sed 's/.*/  &=python311.&/'
    } >"$out/python3.def"
    echo 'int __stdcall DllMain(void *a, int b, void *c) { return 1; }' >"$out/entry.c"
    "$cc" -shared -o "$out/python/python3.dll" "$out/entry.c" "$out/python3.def"
}

add_packages() {
    mkdir -p "$packages"
    fetch --constraint "$here/constraints.txt" 'PySide6-Essentials<6.12' fastcrc google-re2 msgspec psutil colorama \
        pytest pytest-qt pytest-timeout hypothesis babel pyinstaller pefile pywin32-ctypes
    # Wine 8 lacks functions of C99 that later ones of numpy call.
    fetch --no-deps 'numpy==2.0.2' 'pyqtgraph==0.14.0'
    for wheel in "$out"/wheels/*.whl; do unzip -q -o "$wheel" -d "$packages"; done
    # Qt and fastcrc want them, and Wine has none before version 9.
    if command -v "$cc" >/dev/null; then
        "$cc" -shared -o "$packages/PySide6/icuuc.dll" "$here/windows/icuuc.c"
        "$cc" -shared -o "$packages/fastcrc/bcryptprimitives.dll" "$here/windows/bcryptprimitives.c" -ladvapi32
    fi
    touch "$out/complete"
}

if [[ ! -e $out/complete ]]; then
    echo "Making a Windows Python in $out ..."
    { [[ -n ${WINDOWS_PYTHON:-} ]] || make_python; } && add_packages || {
        echo "Not checked on Windows: no Windows Python could be made."
        exit 3
    }
fi

export WINEPREFIX=$out/prefix WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe=d'
export PYTHONPYCACHEPREFIX="Z:${out//\//\\}\\bytecode" # not in the checkout
export PYTHONUSERBASE="Z:${out//\//\\}" PYTHONPATH="Z:${root//\//\\}\\app"
export QT_QPA_FONTDIR='Z:\usr\share\fonts' QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
cd "$root"
display=()
windows_python() {
    # Streams have to be pipes under Wine. What a killed process leaves there, such as its console, would hold them open.
    sleep 0 | {
        code=0
        "${display[@]}" wine "${WINDOWS_PYTHON:-$out/python/python.exe}" "$@" 2>&1 || code=$?
        wineserver -k || true
        exit "$code"
    } | cat
    return "${PIPESTATUS[1]}"
}

if [[ ${1:-} == --suites ]]; then
    shift
    (($#)) || set -- payload dialogues values scenarios journal sockets engine cli
    status=0
    # A read of a pipe may not end under Wine though its process has; to close it at exit would wait for it.
    run_pytest='import os, sys, pytest; code = pytest.main(); sys.stdout.flush(); os._exit(code)'
    for name; do
        windows_python -c "$run_pytest" -q -p no:cacheprovider --timeout 300 "tests/$name" >"$out/$name.txt" || status=1
        echo "$name: $(tail -n 1 "$out/$name.txt")"
        grep -E '^(FAILED|ERROR) ' "$out/$name.txt" || true
    done
    exit "$status"
fi
if (($# == 0)) && command -v xvfb-run >/dev/null; then
    QT_QPA_PLATFORM=windows:fontengine=freetype
    display=(xvfb-run --auto-servernum)
fi
(($#)) || set -- "Z:${here//\//\\}\\smoke.py" --window
windows_python "$@"
