# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the scripts of the servers share; they set what stands in capitals here, and source it.
#
#   NAME.sh start DIR PORT…   returns when the server answers; exit status 77 and "skipped: …" where it cannot run
#   NAME.sh stop DIR          ends all its processes and returns when the ports are free
#
# Each server is on loopback, with everything it reads and writes below DIR: certificates in DIR/certificates
# (support/certificates.sh), DIR/log, mail in DIR/mail. User alice, password secret.
#
# Nothing is installed and nothing of the system's mail set-up is read or changed: Debian packages (PACKAGES, of SUITE)
# and what they depend on (all of it from there with APART, a directory of which the machine's own is not seen) are
# unpacked to $LIBSMTP_TEST_CACHE (kept for the next run; default: DIR/packages) and laid over /usr in a mount
# namespace. The process namespace of a server ends with its first process, after a quarter of an hour at the latest.
# That takes root.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
SERVER=$(basename "$0" .sh)
PACKAGES=()
SUITE=
APART=
TMPFS=()
PORTS=3
MAIL_ID=5001

fail() { echo "$SERVER.sh: $*" >&2; exit 1; }
skip() { echo "skipped: $SERVER needs $*"; exit 77; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_machine() {
    [ "$(id -u)" = 0 ] || skip "root"
    [ "${#PACKAGES[@]}" = 0 ] || command -v apt-get >/dev/null || skip "Debian's packages"
    unshare --mount --pid --fork true 2>/dev/null || skip "mount and process namespaces"
    for port in $(seq "$PORT" $((PORT + PORTS - 1))); do
        ! answers "$port" || fail "port $port is in use"
    done
}

# ---- packages ----

# download [OPTION…]: fetches what is not on the machine, dependencies included, without installing
download() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
        -o Dir::Cache::archives="$TREE/archives" --download-only --reinstall --no-install-recommends \
        install "${PACKAGES[@]}" >>"$DIR/apt.log" 2>&1
}

# The sources of packages for SUITE, beside those of this machine or, with APART, alone.
write_sources() {
    local uri codename suite
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    uri=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $codename" | head -1)
    [ -n "$uri" ] || return 1
    [ -z "$APART" ] || codename=
    for suite in $codename "$SUITE"; do
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main"
    done >"$TREE/sources.list"
}

# The same where the machine's package lists are missing or too old, or of SUITE: with lists of its own.
download_afresh() {
    local own=(-o Dir::State::lists="$TREE/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
    mkdir -p "$TREE/lists/partial"
    if [ -n "$SUITE" ]; then
        write_sources || return 1
        own+=(-o Dir::Etc::sourcelist="$TREE/sources.list" -o Dir::Etc::sourceparts=/dev/null -t "$SUITE")
    fi
    if [ -n "$APART" ]; then
        : >"$TREE/status"
        own+=(-o Dir::State::status="$TREE/status")
    fi
    apt-get -q "${own[@]}" -o APT::Sandbox::User=root update >>"$DIR/apt.log" 2>&1 && download "${own[@]}"
}

unpack_packages() {
    TREE=${LIBSMTP_TEST_CACHE:-$DIR/packages}/$SERVER
    [ ! -e "$TREE/complete" ] || return 0
    rm -rf "$TREE"
    mkdir -p "$TREE/archives/partial" "$TREE/usr"
    if [ "${#PACKAGES[@]}" != 0 ]; then
        { [ -z "$SUITE" ] && download; } || download_afresh || skip "packages that cannot be had: $(tail -1 "$DIR/apt.log")"
        for archive in "$TREE"/archives/*.deb; do
            dpkg-deb -x "$archive" "$TREE"
        done
    fi
    # of all that, /usr is used; what older packages have in /lib belongs there
    [ ! -d "$TREE/lib" ] || cp -a "$TREE/lib/." "$TREE/usr/lib"
    find "$TREE" -mindepth 1 -maxdepth 1 ! -name usr -exec rm -rf {} +
    touch "$TREE/complete"
}

# Where the packages of npm are (node/package.json).
unpack_node() {
    command -v npm >/dev/null || skip npm
    NODE=${LIBSMTP_TEST_CACHE:-$DIR/packages}/node
    [ ! -e "$NODE/complete" ] || return 0
    mkdir -p "$NODE"
    cp "$HERE"/node/.npmrc "$HERE"/node/*.json "$NODE"
    (cd "$NODE" && npm ci --silent --no-audit --no-fund --ignore-scripts --omit=optional) >>"$DIR/npm.log" 2>&1 ||
        skip "npm packages that cannot be had: $(tail -1 "$DIR/npm.log")"
    touch "$NODE/complete"
}

# ---- the namespace ----

# The users that the servers want, known inside a namespace only.
write_users() {
    mkdir -p "$DIR/etc"
    printf '%s:x:%s:%s::/:/bin/sh\n' root 0 0 nobody 65534 65534 mail $MAIL_ID $MAIL_ID >"$DIR/etc/passwd"
    printf '%s:x:%s:\n' root 0 nogroup 65534 mail $MAIL_ID >"$DIR/etc/group"
}

# add_user NAME ID: one more, with a group of that name
add_user() {
    echo "$1:x:$2:$2::/:/bin/false" >>"$DIR/etc/passwd"
    add_group "$1" "$2"
}

add_group() { echo "$1:x:$2:" >>"$DIR/etc/group"; }

# inside COMMAND…: becomes it where the packages lie over /usr, the users above exist and the directories in TMPFS are
# empty; what it starts ends with it
inside() {
    exec unshare --mount --pid --fork --kill-child --mount-proc sh -c '
        mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr
        [ -z "$4" ] || mount --bind "$1$4" "$4" || exit 1
        mount --bind "$2/passwd" /etc/passwd && mount --bind "$2/group" /etc/group || exit 1
        for directory in $3; do mount -t tmpfs -o mode=711 tmpfs "$directory" || exit 1; done
        shift 4; timeout -s KILL 900 "$@"' sh "$TREE" "$DIR/etc" "${TMPFS[*]}" "$APART" "$@"
}

# ---- start and stop ----

make_maildir() {
    mkdir -p "$DIR"/mail/{new,cur,tmp}
    (cd "$DIR" && chown -R $MAIL_ID:$MAIL_ID mail)
}

start() {
    check_machine
    mkdir -p "$DIR"
    chmod 755 "$DIR"
    DIR=$(cd "$DIR" && pwd)
    CERTIFICATES=$DIR/certificates
    unpack_packages
    "$HERE/../support/certificates.sh" "$CERTIFICATES" >"$DIR/certificates.log" 2>&1 || fail "no certificates"
    write_users
    make_maildir
    configure
    : >>"$DIR/log"
    serve >>"$DIR/log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    seq "$PORT" $((PORT + PORTS - 1)) >"$DIR/ports"
    wait_ready
}

wait_ready() {
    local port
    for port in $(<"$DIR/ports"); do
        for _ in $(seq 200); do
            ! answers "$port" || continue 2
            kill -0 "$(cat "$DIR/pid")" 2>/dev/null || break
            sleep 0.1
        done
        tail -20 "$DIR/log" >&2
        stop
        fail "port $port does not answer"
    done
}

stop() {
    [ -s "$DIR/pid" ] || return 0
    # the first process of the namespace follows its parent, and everything in the namespace follows that
    kill -KILL "$(cat "$DIR/pid")" 2>/dev/null || true
    rm -f "$DIR/pid"
    local port
    for port in $(<"$DIR/ports"); do
        for _ in $(seq 50); do
            answers "$port" || continue 2
            sleep 0.1
        done
        fail "port $port is still open"
    done
}

# run "$@": does what the arguments of the script ask for
run() {
    [ $# -ge 2 ] || fail "usage: $SERVER.sh start DIR PORT… | stop DIR"
    DIR=$2
    case $1 in
    start)
        PORT=${3:?port}
        start
        ;;
    stop) stop ;;
    *) fail "unknown command $1" ;;
    esac
}
