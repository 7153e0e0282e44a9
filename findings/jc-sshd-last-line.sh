#!/bin/sh
# jc 1.22.5: of what `sshd -T` prints in several lines, one for each value, its sshd-conf parser keeps the last line alone for AllowUsers,
# SetEnv and Subsystem: the JSON of a server with three users names one. Of Port, ListenAddress, HostKey and AcceptEnv it makes lists.
. "$(dirname "$0")/common.sh"
debian 'jc=1.22.5-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
printf '%s\n' 'Port 2022' 'Port 2023' 'AllowUsers one two' 'AllowUsers three' 'SetEnv A=1 B=2' 'Subsystem sftp internal-sftp' \
  'Subsystem other /bin/true' >config
"$folder/debian/usr/sbin/sshd" -T -f config -h "$folder/host_key" >effective || exit 2
/usr/bin/python3 -W ignore -m jc --sshd-conf <effective >json || exit 2
for name in port allowusers setenv subsystem; do
  echo "$name: sshd -T $(grep -c "^$name " effective), jc $(
    /usr/bin/python3 -c 'import json, sys; print(json.load(open("json"))[sys.argv[1]])' "$name"
  )"
done >seen
verdict 'port: sshd -T 2, jc [2022, 2023]
allowusers: sshd -T 3, jc three
setenv: sshd -T 2, jc B=2
subsystem: sshd -T 2, jc other' "$(cat seen)"
