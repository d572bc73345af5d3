#!/bin/sh
# Installs Socket Workbench for one user, who needs no rights, or removes it again.
set -eu

fail() {
    echo "$*" >&2
    exit 1
}

usage() {
    cat <<END
Usage: $0 [--prefix FOLDER] [--remove]

Installs Socket Workbench into FOLDER (default: ~/.local): the program in lib/socket-workbench, a link to
it in bin; the menu entry, icons, MIME types, man page and completion in share. A version that is
there already is replaced. With --remove all of that is removed. Sessions and settings stay.
END
}

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
action=install
prefix=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) [ $# -gt 1 ] || fail "--prefix needs a folder behind it."; prefix=$2; shift ;;
        --prefix=*) prefix=${1#*=} ;;
        --remove) action=remove ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
if [ -z "$prefix" ]; then
    # The installed copy of this script removes the program from where it is.
    if [ -f "$here/installed-files" ]; then
        prefix=${here%/lib/socket-workbench}
    else
        prefix=${HOME:?names no home folder; say --prefix FOLDER.}/.local
    fi
fi
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
prefix=${prefix%/}

home=$prefix/lib/socket-workbench
# What was created, one path below the prefix a line, in the order of creation; folders end in /.
list=$home/installed-files

# Creates the folder $1 below the prefix, and those above it.
make_folder() {
    [ -d "$prefix/$1" ] && return
    case $1 in */*) make_folder "${1%/*}" ;; esac
    mkdir -- "$prefix/$1"
    folders="$folders$1/
"
    [ ! -f "$list" ] || note
}

# Writes the folders that were created into the list, once it can be there.
note() {
    printf '%s' "$folders" >>"$list"
    folders=
}

# Copies the file $1 to the place $2 below the prefix.
place() {
    make_folder "${2%/*}"
    printf '%s\n' "$2" >>"$list"
    cp -P -p -- "$1" "$prefix/$2"
}

# Says which name below the prefix each file gets, with the file itself behind a tab.
files() {
    (cd "$here/program" && find . ! -type d) | sed 's|^\./\(.*\)|lib/socket-workbench/\1	program/\1|'
    (cd "$here/share" && find . ! -type d) | sed 's|^\./\(.*\)|share/\1	share/\1|'
    echo "lib/socket-workbench/install.sh	install.sh"
}

# Writes the menu entry with the program's whole path: not every desktop looks into $prefix/bin. Which
# signs have to be quoted, and how: https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
# Where none has, it is not: xdg-open of xdg-utils 1.1, without a desktop, does not know quotes.
write_menu_entry() {
    entry=$prefix/share/applications/socket-workbench.desktop
    program=$(printf %s "$prefix/bin/socket-workbench" | sed 's/\\/\\\\/g')
    quoted=$(printf %s "$prefix/bin/socket-workbench" |
        sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    ! printf %s "$quoted" | grep -q '[[:space:]"\\'"'"'<>~|&;$*?#()`%=]' || quoted=\"$quoted\"
    rm -f -- "$entry"
    program=$program quoted=$quoted awk '
        /^TryExec=/ { print "TryExec=" ENVIRON["program"]; next }
        sub(/^Exec=socket-workbench/, "") { print "Exec=" ENVIRON["quoted"] $0; next }
        { print }' "$here/share/applications/socket-workbench.desktop" >"$entry"
}

# Has the desktop read its folders again. What is not installed needs no telling.
refresh() {
    if command -v update-mime-database >/dev/null && [ -d "$prefix/share/mime/packages" ]; then
        update-mime-database "$prefix/share/mime"
    fi
    if command -v update-desktop-database >/dev/null && [ -d "$prefix/share/applications" ]; then
        update-desktop-database -q "$prefix/share/applications" || true
    fi
    if command -v gtk-update-icon-cache >/dev/null && [ -f "$prefix/share/icons/hicolor/icon-theme.cache" ]; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

install() {
    "$here/program/socket-workbench" list scenarios >/dev/null ||
        fail "The program does not start here, and nothing was installed. It needs $(cat "$here/program-needs")."
    [ ! -f "$list" ] || remove
    files | while IFS='	' read -r name _; do
        [ ! -e "$prefix/$name" ] && [ ! -L "$prefix/$name" ] ||
            fail "$prefix/$name is there already, from elsewhere. Move it away first; nothing was installed."
    done
    [ ! -e "$prefix/bin/socket-workbench" ] && [ ! -L "$prefix/bin/socket-workbench" ] ||
        fail "$prefix/bin/socket-workbench is there already, from elsewhere. Move it away first; nothing was installed."

    folders=
    # An empty path is the prefix itself.
    [ -d "$prefix" ] || { mkdir -p -- "$prefix"; folders="/
"; }
    make_folder lib/socket-workbench
    : >"$list"
    # What was copied is removed again if the rest cannot be: the disk is full, say.
    trap 'remove; echo "It was not installed." >&2' EXIT
    trap 'exit 1' HUP INT TERM
    note
    files | while IFS='	' read -r name file; do
        place "$here/$file" "$name"
    done
    make_folder bin
    echo bin/socket-workbench >>"$list"
    ln -s -- ../lib/socket-workbench/socket-workbench "$prefix/bin/socket-workbench"
    write_menu_entry
    # The list of which program opens what is made by the desktop's own program.
    [ -f "$prefix/share/applications/mimeinfo.cache" ] ||
        echo share/applications/mimeinfo.cache >>"$list"
    refresh
    trap - EXIT HUP INT TERM
}

remove() {
    [ -f "$list" ] || fail "Nothing is installed in $prefix: there is no $list."
    names=$(cat "$list")
    # The files first, then the folders that were created, the innermost first.
    printf '%s\n' "$names" | while IFS= read -r name; do
        case $name in
            */ | share/applications/mimeinfo.cache) ;;
            *) rm -f -- "$prefix/$name" ;;
        esac
    done
    rm -f -- "$list"
    refresh
    case $names in
        *share/applications/mimeinfo.cache*)
            ls "$prefix/share/applications/"*.desktop >/dev/null 2>&1 ||
                rm -f -- "$prefix/share/applications/mimeinfo.cache"
            ;;
    esac
    # What update-mime-database made, where no other program has types.
    case $names in
        *share/mime/packages/*) rmdir -- "$prefix/share/mime/packages" 2>/dev/null &&
            printf '%s\n' "$names" | grep -qxF share/mime/ && rm -rf -- "$prefix/share/mime" ;;
    esac || true
    printf '%s\n' "$names" | sed -n 's|/$||p' | sort -r | while IFS= read -r name; do
        rmdir -- "$prefix/$name" 2>/dev/null || true
    done
}

case $action in
    install)
        install
        echo "Installed: start Socket Workbench from the menu, or $prefix/bin/socket-workbench."
        echo "Remove it with: $home/install.sh --remove"
        case :$PATH: in *":$prefix/bin:"*) ;; *) echo "$prefix/bin is not in PATH." ;; esac
        ;;
    remove)
        remove
        echo "Removed from $prefix."
        [ ! -d "$home" ] || echo "$home stays: it holds files that were not installed."
        ;;
esac
