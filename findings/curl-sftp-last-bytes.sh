#!/bin/sh
# curl 7.88.1 with libssh2 1.10.0: `-r -N` gives the last N bytes of an sftp:// file while it has more than N. A file of exactly N bytes,
# or of fewer, comes without its first byte, with exit status 0. curl's own file:// gives all of N bytes, and RFC 9110 §14.1.2, for HTTP,
# all of a shorter file too.
. "$(dirname "$0")/common.sh"
debian 'curl=7.88.1-*' 'libcurl4=7.88.1-*' 'libssh2-1=1.10.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' \
  'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
printf 0123456789 >ten
fetch() {
  timeout 60 curl -q -sS -k --key user_key --pubkey user_key.pub -u "$(id -un):" -r "-$1" "$2$folder/ten"
  echo ", status $?"
}
{
  echo "file, last 10 of 10: $(fetch 10 file://)"
  for count in 9 10 20; do
    echo "sftp, last $count of 10: $(fetch $count "sftp://127.0.0.1:$PORT")"
  done
} | tee seen
verdict 'file, last 10 of 10: 0123456789, status 0
sftp, last 9 of 10: 123456789, status 0
sftp, last 10 of 10: 123456789, status 0
sftp, last 20 of 10: 123456789, status 0' "$(cat seen)"
