#!/bin/sh
# Installs the Debian package in a bare Debian 12, uses it without rights, and removes it.
# Usage: debian-check.sh PACKAGE.deb    (as root, with debootstrap; Debian's mirror is that of apt)
#
# Exits with 3 where it cannot be tried here. All files of the system are listed before and after, but
# for caches: when man-db is first told of a page, it makes folders of its own.
set -eu

package=$1
if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo "Not installed in a bare Debian: that needs root and debootstrap."
    exit 3
fi
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
root=$(mktemp -d)
chmod 755 "$root" # users in it look into it
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
trap 'exit 1' HUP INT TERM

debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -n 3 "$root.log"
    echo "Not installed in a bare Debian: none could be made from $mirror."
    exit 3
}
rm -f "$root.log"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/package.deb"
mount -t proc proc "$root/proc"

cat >"$root/tmp/check.sh" <<'END'
set -eu
everything() {
    find / -xdev \( -path /proc -o -path /sys -o -path /tmp -o -path /home -o -path /var/cache \) -prune -o -print | sort
}
export DEBIAN_FRONTEND=noninteractive
! command -v python3
# What it needs comes first, so that only its own files can be left.
needed=$(dpkg-deb -f /tmp/package.deb Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g')
apt-get -qq update
apt-get -qq install --no-install-recommends $needed \
    desktop-file-utils hicolor-icon-theme libfile-mimeinfo-perl man-db shared-mime-info xauth xdg-utils xvfb >/dev/null
useradd -m student
everything >/tmp/before
apt-get -qq install --no-install-recommends /tmp/package.deb >/dev/null
su student -c 'cd && sh -eu /tmp/use.sh'
apt-get -qq purge socket-workbench >/dev/null
everything >/tmp/after
diff /tmp/before /tmp/after
END
cat >"$root/tmp/use.sh" <<'END'
socket-workbench --version
socket-workbench run welcome --at 127.0.0.1:0 --record "$HOME/my session.swb" | tail -n 1
echo >a.scenario.toml
for name in "my session.swb" a.scenario.toml; do
    kind=$(xdg-mime query filetype "$PWD/$name")
    [ "$(xdg-mime query default "$kind")" = socket-workbench.desktop ]
    echo "$name: $kind, opened by a double click"
done
# The window says by its exit code that it was there: it is ended by a signal.
code=0
xvfb-run -a timeout 30 socket-workbench --scenario welcome --run || code=$?
[ "$code" = 124 ] || [ "$code" = 0 ]
ls "$HOME/.local/share/socket-workbench/sessions"
END
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 chroot "$root" sh -eu /tmp/check.sh
echo "Installed in a bare Debian 12, used, and removed without a trace."
