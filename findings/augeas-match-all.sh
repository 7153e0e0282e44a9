#!/bin/sh
# Augeas 1.14.0: its lenses for sshd_config and ssh_config want a value behind each criterion of a Match line. `Match all`, which
# sshd_config(5) and ssh_config(5) have for what shall hold for everyone again, has none, nor have `Match canonical` and `Match final`
# of ssh. One such line, and nothing of the whole file can be read or changed; sshd and ssh take it.
. "$(dirname "$0")/common.sh"
debian 'augeas-tools=1.14.0-*' 'augeas-lenses=1.14.0-*' 'libaugeas0=1.14.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
mkdir root
augeas_port() {
  cp config root/file
  printf '%s\n' "set /augeas/load/One/lens $1" 'set /augeas/load/One/incl /file' load 'get /files/file/Port' \
    'get /augeas/files/file/error' >commands
  augtool --noautoload --root "$folder/root" --include "$folder/debian/usr/share/augeas/lenses/dist" --file commands |
    sed -n 's/.* = //p'
}
refused() {
  cat errors >&2
  exit 2
}
for condition in 'User someone' all; do
  printf '%s\n' 'Port 2022' "Match $condition" '  X11Forwarding no' >config
  "$folder/debian/usr/sbin/sshd" -T -f config -h "$folder/host_key" -C user=someone,host=host,addr=127.0.0.1 >effective 2>errors ||
    refused
  echo "sshd, Match $condition: $(grep '^port' effective), augtool: $(augeas_port Sshd.lns)"
done >seen
for condition in 'host host' all final; do
  printf '%s\n' 'Port 2022' "Match $condition" '  ForwardX11 no' >config
  ssh -T -F config -G host >effective 2>errors || refused
  echo "ssh, Match $condition: $(grep '^port' effective), augtool: $(augeas_port Ssh.lns)"
done >>seen
verdict 'sshd, Match User someone: port 2022, augtool: 2022
sshd, Match all: port 2022, augtool: parse_failed
ssh, Match host host: port 2022, augtool: 2022
ssh, Match all: port 2022, augtool: parse_failed
ssh, Match final: port 2022, augtool: parse_failed' "$(cat seen)"
