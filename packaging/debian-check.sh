#!/bin/sh
# Installs the Debian package in a bare Debian 12, uses it without rights, and removes it; then another
# user does the same with the tarball.
# Usage: debian-check.sh PACKAGE.deb TARBALL.tar.xz    (as root, with debootstrap)
#
# SUITE, MIRROR and AREAS name another system: jammy, http://archive.ubuntu.com/ubuntu, main,universe.
# By default the mirror is that of apt.
#
# Exits with 3 where it cannot be tried here. All files of the system are listed before and after, but
# for caches: when man-db is first told of a page, it makes folders of its own. Of the home in which the
# tarball was installed, what stays is what the program keeps for its user.
set -eu

package=$1
tarball=$2
suite=${SUITE:-bookworm}
if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null || ! command -v ip >/dev/null; then
    echo "Not installed in a bare Debian: that needs root, debootstrap and ip."
    exit 3
fi
mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)}
root=$(mktemp -d)
chmod 755 "$root" # users in it look into it
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
trap 'exit 1' HUP INT TERM

debootstrap --variant=minbase --components="${AREAS:-main}" "$suite" "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -n 3 "$root.log"
    rm -f "$root.log"
    echo "Not installed in a bare $suite: none could be made from $mirror."
    exit 3
}
rm -f "$root.log"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/package.deb"
cp "$tarball" "$root/tmp/program.tar.xz"
mount -t proc proc "$root/proc"

cat >"$root/tmp/install.sh" <<'END'
if command -v python3; then
    exit 1
fi
echo 'Dpkg::Use-Pty "0";' >/etc/apt/apt.conf.d/50no-terminal # there is none
# What it needs comes first, so that only its own files can be left.
needed=$(dpkg-deb -f /tmp/package.deb Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g')
apt-get -qq update
apt-get -qq install --no-install-recommends $needed \
    desktop-file-utils hicolor-icon-theme libfile-mimeinfo-perl man-db shared-mime-info \
    x11-utils xauth xdg-utils xvfb xz-utils >/dev/null
useradd -m student
useradd -m tutor
sh /tmp/everything.sh >/tmp/before
apt-get -qq install --no-install-recommends /tmp/package.deb >/dev/null
END
cat >"$root/tmp/remove.sh" <<'END'
apt-get -qq purge socket-workbench >/dev/null
sh /tmp/everything.sh >/tmp/after
diff /tmp/before /tmp/after
END
cat >"$root/tmp/everything.sh" <<'END'
find / -xdev \( -path /proc -o -path /sys -o -path /tmp -o -path /home -o -path /var/cache \) -prune -o -print | sort
END
cat >"$root/tmp/use.sh" <<'END'
socket-workbench --version
socket-workbench run welcome --at 127.0.0.1:0 --record "$HOME/my session.swb" >told
tail -n 1 told
echo >a.scenario.toml
for name in "my session.swb" a.scenario.toml; do
    kind=$(xdg-mime query filetype "$PWD/$name")
    [ "$(xdg-mime query default "$kind")" = socket-workbench.desktop ]
    echo "$name: $kind, opened by a double click"
done
xvfb-run -a -s "-noreset -screen 0 1280x800x24" sh -eu /tmp/window.sh
END
cat >"$root/tmp/window.sh" <<'END'
# The file is there when the window has begun to record.
rows() {
    socket-workbench show "$HOME"/.local/share/socket-workbench/sessions/*.swb
}
socket-workbench --scenario welcome --run &
window=$!
tries=0
until rows >rows 2>&1 && grep -q 'the peer said exit' rows; do
    tries=$((tries + 1))
    if [ "$tries" = 60 ]; then
        echo "The scenario has not come to its end in the window. Recorded are:"
        cat rows
        exit 1
    fi
    sleep 1
done
# At SIGTERM the window keeps the session, and ends with 0.
kill "$window"
wait "$window"
rows >rows
for words in 'Welcome!' 'Hello, zhangsan!' 'Hello, lisi!' 'Hello, wangwu!' 'Hello, zhaoliu!'; do
    for kind in sent received; do
        grep -q "$kind .*$words" rows || {
            echo "The window has not recorded that '$words' was $kind:"
            cat rows
            exit 1
        }
    done
done
echo "welcome in the window: answered and ended as it should, $(wc -l <rows) rows recorded"

xdg-open "$HOME/my session.swb" &
opener=$!
tries=0
until xwininfo -root -tree | grep -q '"my session'; do
    tries=$((tries + 1))
    if [ "$tries" = 60 ]; then
        echo "xdg-open has not opened the session. The windows are:"
        xwininfo -root -tree
        exit 1
    fi
    sleep 1
done
echo "my session.swb: opened by xdg-open"
for process in /proc/[0-9]*; do
    [ "$(readlink "$process/exe" || true)" != "$(readlink -f "$(command -v socket-workbench)")" ] || kill "${process#/proc/}"
done
wait "$opener"
END
cat >"$root/tmp/unpack.sh" <<'END'
# Without what the program keeps for its user, and the folders that those are in.
everything() {
    find . -path ./.cache -prune -o -print | sort | grep -vE \
        -e '^\./\.(config|local|local/share|local/state)$' \
        -e '^\./\.(config|local/share|local/state)/socket-workbench(/|$)'
}
export PATH="$HOME/.local/bin:$PATH"
touch told rows "my session.swb" a.scenario.toml
tar -xf /tmp/program.tar.xz
everything >/tmp/home-before
socket-workbench-*/install.sh
rm "my session.swb"
sh -eu /tmp/use.sh
"$HOME/.local/lib/socket-workbench/install.sh" --remove
everything >/tmp/home-after
diff /tmp/home-before /tmp/home-after
END

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        /usr/sbin/chroot "$root" "$@"
}
# Runs a script as a user, with a network of its own, where the port of the scenario is free whatever runs on
# this computer, and with processes of its own, which end with it.
as_user() {
    export root user="$1" script="$2"
    unshare --net --pid --mount --fork --kill-child sh -euc 'mount -t proc proc "$root/proc"
        ip link set lo up
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
            /usr/sbin/chroot "$root" su "$user" -c "cd && sh -eu $script"'
}
inside sh -eu /tmp/install.sh
as_user student /tmp/use.sh
inside sh -eu /tmp/remove.sh
echo "$suite: package installed in a bare system, used, and removed without a trace."
as_user tutor /tmp/unpack.sh
echo "$suite: tarball installed by a user without rights, used, and removed without a trace."
