#!/bin/sh
# jc 1.22.5: its sshd-conf parser, which is for sshd_config as well as for the output of `sshd -T`, makes numbers of times and amounts and
# leaves their units out (sshd_config(5), TIME FORMATS): `LoginGraceTime 2m` is 2, which with `sshd -T` would be two seconds, and
# `RekeyLimit 1G 30m` is 1 and 30.
. "$(dirname "$0")/common.sh"
debian 'jc=1.22.5-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
printf '%s\n' 'LoginGraceTime 2m' 'ClientAliveInterval 1h' 'RekeyLimit 1G 30m' >config
"$folder/debian/usr/sbin/sshd" -T -f config -h "$folder/host_key" >effective || exit 2
for file in config effective; do
  /usr/bin/python3 -W ignore -m jc --sshd-conf <"$file" >json || exit 2
  echo "$file: $(/usr/bin/python3 -c 'import json
values = json.load(open("json"))
print(*(values[name] for name in ("logingracetime", "clientaliveinterval", "rekeylimit", "rekeylimit_time")))')"
done >seen
verdict 'config: 2 1 1 30
effective: 120 3600 1073741824 1800' "$(cat seen)"
