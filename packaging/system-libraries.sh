#!/bin/sh
# Sees that the system libraries Qt needs are there, and installs those that are not where it may.
# Usage: system-libraries.sh PYTHON window|offscreen
#
# Asks the dynamic linker what Qt's own files cannot find, so that nothing is installed when nothing
# is missing, whatever the distribution calls its packages.
set -eu

python=$1
purpose=$2
[ "$(uname -s)" = Linux ] || exit 0

find_qt='import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])'
cd "$("$python" -c "$find_qt")/Qt"
files="lib/libQt6Widgets.so.6 lib/libQt6Svg.so.6 plugins/platforms/libqoffscreen.so"
if [ "$purpose" = window ]; then
    files="$files plugins/platforms/libqxcb.so"
    files="$files plugins/xcbglintegrations/libqxcb-glx-integration.so"
fi

missing_libraries() {
    # shellcheck disable=SC2086 # the paths are words, without spaces
    ldd $files 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u
}

# Debian Policy 8.1: the library's name in lower case and its version, with a hyphen between them
# where the name ends in a digit. Packages of several libraries have their own names.
package_of() {
    case $1 in
        libGL.so.1) echo libgl1 ;;
        libglib-2.0.so.0 | libgthread-2.0.so.0) echo libglib2.0-0 ;;
        *) echo "$1" | tr '[:upper:]' '[:lower:]' | sed 's/\([0-9]\)\.so\./\1-/; s/\.so\.//' ;;
    esac
}

libraries=$(missing_libraries)
[ -n "$libraries" ] || exit 0

packages=$(for library in $libraries; do package_of "$library"; done | sort -u | tr '\n' ' ')
packages=${packages% }

as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Installing the system libraries Qt needs: $packages"
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq"
    # What is still missing afterwards is said below. The names are words.
    $apt update </dev/null || true
    # shellcheck disable=SC2086
    $apt install --yes --no-install-recommends $packages </dev/null >/dev/null || true
fi

libraries=$(missing_libraries | tr '\n' ' ')
[ -n "$libraries" ] || exit 0
echo "Qt needs system libraries that are missing here (${libraries% }):" \
    "install them and start again; on Debian or Ubuntu: sudo apt-get install $packages" >&2
exit 1
