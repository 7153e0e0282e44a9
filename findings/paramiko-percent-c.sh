#!/bin/sh
# paramiko 2.12.0: into the hash for %C of an ssh_config goes the Port of a block as Python writes a string, '22' with its quotes, and the
# default port as a number: one user, host and port have two values, and `ControlPath ~/.ssh/%C` two paths. By ssh_config(5), TOKENS,
# %C is the hash of %l%h%p%r, and ssh has one.
. "$(dirname "$0")/common.sh"
debian 'python3-paramiko=2.12.0-*' 'openssh-client=1:9.2p1-*'
for port in '' 'Port 22'; do
  printf '%s\n' 'Host host' "  $port" '  User user' '  ControlPath %C' >config
  /usr/bin/python3 -W ignore -c 'import paramiko
print(paramiko.SSHConfig.from_path("config").lookup("host")["controlpath"])' >>paramiko || exit 2
  printf '%s\n' 'Host host' "  $port" '  User user' "Match exec \"echo %C >>$folder/ssh\"" >config
  ssh -T -F config -G host >effective || exit 2
done
/usr/bin/python3 -c 'import hashlib, socket
for port in "22", "\x2722\x27":
    print(hashlib.sha1((socket.gethostname().split(".")[0] + "host" + port + "user").encode()).hexdigest())' >computed
cat ssh paramiko computed >&2
{
  echo "ssh: $(sort -u ssh | wc -l)"
  echo "paramiko: $(sort -u paramiko | wc -l)"
  cmp paramiko computed && echo 'with quotes'
} >seen
verdict 'ssh: 1
paramiko: 2
with quotes' "$(cat seen)"
