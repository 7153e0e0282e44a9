#!/bin/sh
# Python's sshpubkeys 3.1.0: a quote within the command of an authorized_keys line, which by sshd(8), AUTHORIZED_KEYS FILE FORMAT, has a
# backslash before it, is taken out, and the backslash stays: command="echo \"one\"" comes as `echo \one\`. With a blank between such
# quotes the line is malformed to it. sshd runs both.
. "$(dirname "$0")/common.sh"
debian 'python3-sshpubkeys=3.1.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
start_sshd 'LogLevel VERBOSE'
cat >read.py <<'EOP'
import sys

import sshpubkeys

key = sshpubkeys.SSHKey(sys.stdin.read())
try:
    key.parse()
    print(key.options["command"][0])
except sshpubkeys.InvalidKeyError as error:
    print(type(error).__name__)
EOP
for command in 'echo one' 'echo \"one\"' 'echo \"one two\"'; do
  echo "command=\"$command\" $(cat user_key.pub)" >authorized_keys
  echo "$command: sshd $(run_ssh "$(id -un)@127.0.0.1" </dev/null), sshpubkeys $(/usr/bin/python3 -W ignore read.py <authorized_keys)"
done >seen
cat >expected <<'EOE'
echo one: sshd one, sshpubkeys echo one
echo \"one\": sshd one, sshpubkeys echo \one\
echo \"one two\": sshd one two, sshpubkeys MalformedDataError
EOE
verdict "$(cat expected)" "$(cat seen)"
