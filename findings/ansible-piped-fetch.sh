#!/bin/sh
# ansible-core 2.14: with transfer_method = piped, where files go through dd on the far side, the path of a file that is
# fetched stands in that command as it is, and the far side's shell takes it apart: a name with a blank cannot be fetched,
# and is more than a name where it holds a `;` or `$(`. With sftp, which quotes it, the same task works.
. "$(dirname "$0")/common.sh"
debian 'ansible-core=2.14.*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
mkdir far
echo text | tee far/plain >'far/a name'
: >ansible.cfg
export ANSIBLE_CONFIG="$folder/ansible.cfg" ANSIBLE_HOME="$folder/ansible" ANSIBLE_REMOTE_TEMP="$folder/remote"
export ANSIBLE_SSH_ARGS="-F none -i $folder/user_key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no
  -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
fetch() {
  rm -rf near
  ANSIBLE_SSH_TRANSFER_METHOD=$1 timeout 120 /usr/bin/python3 -W ignore "$folder/debian/usr/bin/ansible" all \
    -i "127.0.0.1:$PORT," -e ansible_python_interpreter=/usr/bin/python3 -m ansible.builtin.fetch \
    -a "{\"src\": \"$folder/far/$2\", \"dest\": \"$folder/near\", \"flat\": true}" >>ansible.log 2>&1
  cmp -s "far/$2" near && echo fetched || echo failed
}
{
  echo "sftp, 'a name': $(fetch sftp 'a name')"
  echo "piped, 'plain': $(fetch piped plain)"
  echo "piped, 'a name': $(fetch piped 'a name')"
} | tee log
grep -m 1 -o "dd: [^\\]*" ansible.log
verdict "sftp, 'a name': fetched;piped, 'plain': fetched;piped, 'a name': failed;" "$(tr '\n' ';' <log)"
