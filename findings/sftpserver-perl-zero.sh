#!/bin/sh
# Perl's Net::SFTP::SftpServer 1.1.0: a file whose name is 0 is in no list of its folder: the loop over the names ends at what Perl takes
# for false, and goes on behind it with the client's next request. Asked for by its name the file is there. OpenSSH's sftp-server, of
# which the module says that it is a port, lists it.
. "$(dirname "$0")/common.sh"
perl_sftp_server
mkdir home/user/far
touch home/user/far/0 home/user/far/00 home/user/far/one
names() {
  echo "ls -1 $2" | timeout 60 sftp -q -D "$1" -b - >output || exit 2
  cat output >&2
  sed '/^sftp>/d;s/ *$//;s,.*/,,' output | sort | tr '\n' ';'
}
{
  echo "OpenSSH: $(names "$folder/debian/usr/lib/openssh/sftp-server" "$folder/home/user/far")"
  echo "Net::SFTP::SftpServer: $(names "$folder/server" far)"
  echo "asked for 0: $(names "$folder/server" far/0)"
} >seen
verdict 'OpenSSH: 0;00;one;
Net::SFTP::SftpServer: 00;one;
asked for 0: 0;' "$(cat seen)"
