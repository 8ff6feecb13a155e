#!/bin/sh
# Installs the Holdfast agent on this host and introduces it to its server. Everything it needs is in the arguments:
#   sh install.sh SERVER x64=SHA256,arm64=SHA256 [AUTHORITY_FILE|- [PROXY]]    with the activation key on standard input
# The environment may name other places (HOLDFAST_AGENT_PROGRAM, HOLDFAST_AGENT_HOME), and leave the service to somebody else
# (HOLDFAST_AGENT_SERVICE=none).
set -eu

server=${1:?the address of the server is missing}
digests=${2:?the digest of the archive is missing}
authority=${3:-}
[ "$authority" != - ] || authority=
proxy=${4:-${HOLDFAST_AGENT_PROXY:-}}

fail() { echo "holdfast-agent: $*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || fail "this agent runs on Linux; this is $(uname -s)"
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) fail "there is no agent for $(uname -m)" ;;
esac
digest=$(echo "$digests" | tr , '\n' | sed -n "s/^$arch=//p")
[ -n "$digest" ] || fail "this command is not for $arch; make one for it on the server"
if [ "$(id -u)" = 0 ]; then
  program=/opt/holdfast-agent
  home=/var/lib/holdfast-agent
else
  program=$HOME/.local/share/holdfast-agent
  home=$HOME/.holdfast-agent
  echo "Installing for this user only: what only root can see stays \"not assessed\"." >&2
fi
program=${HOLDFAST_AGENT_PROGRAM:-$program}
home=${HOLDFAST_AGENT_HOME:-$home}

umask 022
mkdir -p "$program"
# Beside the program, so that the last step is a change of names.
work=$(mktemp -d "$program/install.XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "Downloading the agent from $server …" >&2
set -- --fail --silent --show-error --output "$work/agent.tar.gz"
[ -z "$authority" ] || set -- "$@" --cacert "$authority"
[ -z "$proxy" ] || set -- "$@" --proxy "$proxy"
curl "$@" "$server/agent/v1/archive/linux-$arch"
echo "$digest  $work/agent.tar.gz" | sha256sum --check --status || fail "the archive is not the one that the command names (SHA-256 differs); nothing was installed"
tar -xzf "$work/agent.tar.gz" -C "$work" --no-same-owner
echo "$digest" > "$work/holdfast-agent/archive.sha256"

# Two folders, of which one is in use; the other is for this installation, and later for updates.
half=a
if [ "$(readlink "$program/current" 2>/dev/null || true)" = a ]; then half=b; fi
rm -rf "${program:?}/$half"
mv "$work/holdfast-agent" "$program/$half"
cp "$program/$half/launch" "$program/launch.new"
chmod 755 "$program/launch.new"
mv -f "$program/launch.new" "$program/launch"
sync
rm -f "$program/trial" "$program/refused" "$program/outcomes"
[ -L "$program/current" ] || rm -rf "$program/current"
ln -s "$half" "$work/current"
mv -fT "$work/current" "$program/current"

if [ ! -f "$home/enrolment.json" ]; then
  set -- "$program/current/bin/node" "$program/current/agent.mjs" enrol --server "$server" --key-file - --home "$home"
  [ -z "$authority" ] || set -- "$@" --authority "$authority"
  [ -z "$proxy" ] || set -- "$@" --proxy "$proxy"
  "$@"
fi

if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && [ "${HOLDFAST_AGENT_SERVICE:-systemd}" = systemd ]; then
  cat > /etc/systemd/system/holdfast-agent.service <<UNIT
[Unit]
Description=Holdfast agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=$program/launch run --home $home
Restart=always
RestartSec=10
KillMode=mixed
MemoryMax=512M
CPUQuota=50%
Nice=10
ProtectSystem=strict
ReadWritePaths=$home $program
PrivateTmp=no

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl enable holdfast-agent.service
  systemctl restart holdfast-agent.service
  echo "The agent runs as the service holdfast-agent." >&2
else
  echo "Installed. Start it with: $program/launch run --home $home" >&2
  echo "It starts the agent again whenever that ends; have this host start it at boot." >&2
fi
