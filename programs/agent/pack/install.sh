#!/bin/sh
# Installs the Holdfast agent on this host and introduces it to its server. Everything it needs is in the arguments:
#   sh install.sh SERVER SHA256 [AUTHORITY_FILE]    with the activation key on standard input
set -eu

server=${1:?the address of the server is missing}
digest=${2:?the digest of the archive is missing}
authority=${3:-}

fail() { echo "holdfast-agent: $*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || fail "this agent runs on Linux; this is $(uname -s)"
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) fail "there is no agent for $(uname -m)" ;;
esac
if [ "$(id -u)" = 0 ]; then
  program=/opt/holdfast-agent
  home=/var/lib/holdfast-agent
else
  program=$HOME/.local/share/holdfast-agent
  home=$HOME/.holdfast-agent
  echo "Installing for this user only: what only root can see stays \"not assessed\"." >&2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Downloading the agent from $server …" >&2
if [ -n "$authority" ]; then
  curl --fail --silent --show-error --cacert "$authority" --output "$work/agent.tar.gz" "$server/agent/v1/archive/linux-$arch"
else
  curl --fail --silent --show-error --output "$work/agent.tar.gz" "$server/agent/v1/archive/linux-$arch"
fi
echo "$digest  $work/agent.tar.gz" | sha256sum --check --status || fail "the archive is not the one that the command names (SHA-256 differs); nothing was installed"

mkdir -p "$program"
tar -xzf "$work/agent.tar.gz" -C "$work"
rm -rf "$program/new"
mv "$work/holdfast-agent" "$program/new"
rm -rf "$program/current"
mv "$program/new" "$program/current"

agent="$program/current/bin/node $program/current/agent.mjs"
if [ ! -f "$home/enrolment.json" ]; then
  if [ -n "$authority" ]; then
    $agent enrol --server "$server" --key-file - --home "$home" --authority "$authority"
  else
    $agent enrol --server "$server" --key-file - --home "$home"
  fi
fi

if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; then
  cat > /etc/systemd/system/holdfast-agent.service <<UNIT
[Unit]
Description=Holdfast agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=$agent run --home $home
Restart=always
RestartSec=10
MemoryMax=512M
CPUQuota=50%
Nice=10
ProtectSystem=strict
ReadWritePaths=$home
PrivateTmp=no

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl enable --now holdfast-agent.service
  echo "The agent runs as the service holdfast-agent." >&2
else
  echo "Installed. Start it with: $agent run --home $home" >&2
fi
