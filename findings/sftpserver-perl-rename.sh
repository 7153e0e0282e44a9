#!/bin/sh
# Perl's Net::SFTP::SftpServer 1.1.0: a rename to a name that is taken replaces the file of that name, which draft-ietf-secsh-filexfer-02
# §6.5 has as an error. The module tries a link, which fails then, and after that a plain rename, which does not. OpenSSH's sftp-server,
# of which it says that it is a port, refuses; a client that knows of no posix-rename, as here by -l, relies on that.
. "$(dirname "$0")/common.sh"
perl_sftp_server
rename() {
  echo one >home/user/one
  echo two >home/user/two
  echo "rename -l $2one $2two" | timeout 60 sftp -q -D "$1" -b - >output 2>&1 && result='done' || result=refused
  cat output >&2
  echo "$result, two holds $(cat home/user/two)"
}
{
  echo "OpenSSH: $(rename "$folder/debian/usr/lib/openssh/sftp-server" "$folder/home/user/")"
  echo "Net::SFTP::SftpServer: $(rename "$folder/server" '')"
} >seen
verdict 'OpenSSH: refused, two holds two
Net::SFTP::SftpServer: done, two holds one' "$(cat seen)"
