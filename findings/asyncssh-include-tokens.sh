#!/bin/sh
# asyncssh 2.10.1: the tokens of a ProxyCommand that stands in an included file of ssh_config are filled in at the end of that file, with what
# was read until then: %h is the name that was asked for, and not the HostName that stands below the Include, and %p is 22. What was `%%` there
# is a token the next time. In one file the same lines give what ssh takes.
. "$(dirname "$0")/common.sh"
debian 'python3-asyncssh=2.10.1-*' 'openssh-client=1:9.2p1-*'
cat >config.py <<'EOP'
import asyncssh.config

command = asyncssh.config.SSHClientConfig.load(None, "config", False, "me", (), "host", ()).get("ProxyCommand")
print(" ".join(command[2].split()[1:4]))
EOP
command="ProxyCommand sh -c 'echo %h %p %%h >$folder/command'"
rest() {
  printf '%s\n' 'Host host' '  HostName real.example.org' '  Port 2022'
}
commands() {
  : >command
  ssh -T -F "$folder/config" -o BatchMode=yes host </dev/null 2>>ssh.log
  echo "$1: ssh $(cat command), asyncssh $(/usr/bin/python3 -W ignore config.py)"
}
{
  { echo "$command" && rest; } >config
  commands 'one file'
  echo "$command" >included
  { echo "Include $folder/included" && rest; } >config
  commands included
} >seen
verdict 'one file: ssh real.example.org 2022 %h, asyncssh real.example.org 2022 %h
included: ssh real.example.org 2022 %h, asyncssh host 22 real.example.org' "$(cat seen)"
