#!/bin/sh
# Net::SSH::AuthorizedKeysFile 0.18 (Perl): an option that stands several times before a key, as permitopen and environment may by sshd(8),
# AUTHORIZED_KEYS FILE FORMAT, is written for each time that it is there as often as it is there. Whoever reads a file and saves it has
# four in place of two, then 16, then 256. Keys whose options come once are written as they were.
. "$(dirname "$0")/common.sh"
debian 'libnet-ssh-authorizedkeysfile-perl=0.18-*' 'openssh-client=1:9.2p1-*'
keys
cat >again.pl <<'EOP'
use strict;
use warnings;
use Net::SSH::AuthorizedKeysFile;

my $file = Net::SSH::AuthorizedKeysFile->new(file => 'authorized_keys');
$file->read() or die $file->error();
$file->save() or die $file->error();
EOP
export PERL5LIB="$folder/debian/usr/share/perl5"
for options in 'permitopen="one:80"' 'permitopen="one:80",permitopen="two:80"'; do
  echo "$options $(cat user_key.pub)" >authorized_keys
  counts=
  for _ in 1 2 3; do
    perl again.pl || exit 2
    counts="$counts $(grep -o permitopen authorized_keys | wc -l)"
  done
  echo "$options: $counts"
done >seen
verdict 'permitopen="one:80":  1 1 1
permitopen="one:80",permitopen="two:80":  4 16 256' "$(cat seen)"
