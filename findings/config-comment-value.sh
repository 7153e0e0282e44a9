#!/bin/sh
# paramiko 2.12.0 and Ruby's net-ssh 7.0.1: a comment behind the arguments of a line in an ssh_config, which ssh leaves out, is a part of them:
# `User someone # since May` is a user "someone # since May", and `Host host # was old` holds for a host `old` too. So it does in asyncssh
# 2.10.1, which reads nothing of a file with a comment behind a value.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'python3-paramiko=2.12.0-*' 'python3-asyncssh=2.10.1-*' \
  'openssh-client=1:9.2p1-*'
cat >config.rb <<'EOR'
require 'net/ssh'
puts Net::SSH::Config.for(ARGV[0], ['config'])[:user].inspect
EOR
cat >config.py <<'EOP'
import sys

import asyncssh.config
import paramiko

user = paramiko.SSHConfig.from_path("config").lookup(sys.argv[1]).get("user")
try:
    own = repr(asyncssh.config.SSHClientConfig.load(None, "config", False, "me", (), sys.argv[1], ()).get("User"))
except asyncssh.config.ConfigParseError as e:
    own = "no file"
print(f"paramiko {user!r}, asyncssh {own}")
EOP
for comment in '' ' # since May'; do
  printf '%s\n' 'Host host # was old' "  User someone$comment" >config
  for host in host old; do
    echo "User someone$comment, $host: ssh $(ssh -T -F config -G "$host" | sed -n 's/^user \(someone.*\)/\1/p'), $(
      /usr/bin/python3 -W ignore config.py "$host"
    ), net-ssh $(ruby3.1 config.rb "$host")"
  done
done >seen
cat >expected <<'EOE'
User someone, host: ssh someone, paramiko 'someone', asyncssh 'someone', net-ssh "someone"
User someone, old: ssh , paramiko 'someone', asyncssh 'someone', net-ssh "someone"
User someone # since May, host: ssh someone, paramiko 'someone # since May', asyncssh no file, net-ssh "someone # since May"
User someone # since May, old: ssh , paramiko 'someone # since May', asyncssh no file, net-ssh "someone # since May"
EOE
verdict "$(cat expected)" "$(cat seen)"
