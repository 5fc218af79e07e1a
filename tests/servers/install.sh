#!/bin/sh
# Installs the servers and fetches the two files that the tests lean on, where that is allowed; else says what is missing and fails.
set -u
PATH="$PATH:/usr/sbin:/sbin"
missing=""
for pair in git:git dovecot:dovecot-imapd doveadm:dovecot-lmtpd smtp-sink:postfix chromium:chromium npm:npm; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -d /usr/lib/dovecot/sieve ] || [ -e /usr/lib/dovecot/modules/lib90_sieve_plugin.so ] || missing="$missing dovecot-sieve"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then as=""; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo"; else
        echo "tests: missing:$missing; install them, for example with: sudo apt-get install$missing" >&2
        exit 1
    fi
    command -v apt-get >/dev/null 2>&1 || { echo "tests: missing:$missing; install them with this system's package manager" >&2; exit 1; }
    echo "tests: installing$missing"
    # Postfix must not configure itself for this machine; the tests bring settings of their own
    echo "postfix postfix/main_mailer_type string No configuration" | $as debconf-set-selections
    $as apt-get update -q >/dev/null || { echo "tests: apt-get update failed; is there a network?" >&2; exit 1; }
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null || {
        echo "tests: apt-get could not install:$missing" >&2; exit 1; }
fi

# axe-core judges pages, caniemail's table judges mails; both are data here, known by their hashes, and nothing of them is run at install
pins="$PWD/tests/browser/fetched.sha512" to="$PWD/.venv/browser"
[ -f "$to/pins" ] && cmp -s "$pins" "$to/pins" && exit 0
echo "tests: fetching axe-core and caniemail"
mkdir -p "$to"
for name in $(cut -d' ' -f3 "$pins"); do
    package="${name%.tgz}"
    (cd "$to" && npm pack --silent --ignore-scripts "${package%-*}@${package##*-}" >/dev/null) || {
        echo "tests: npm could not fetch $package; is there a network?" >&2; exit 1; }
done
(cd "$to" && sha512sum --quiet --check "$pins") || { echo "tests: what was fetched is not what tests/browser/fetched.sha512 names" >&2; exit 1; }
tar -xzf "$to"/axe-core-*.tgz -C "$to" --strip-components=1 package/axe.min.js
tar -xzf "$to"/caniemail-*.tgz -C "$to" --strip-components=2 package/data/caniemail.json
rm -f "$to"/*.tgz
cp "$pins" "$to/pins"
