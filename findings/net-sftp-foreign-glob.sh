#!/bin/sh
# Perl's Net::SFTP::Foreign 1.93, glob(): `[!a]*` finds the names that begin with a, or with !, where glob(7), which its manual names, and
# OpenSSH's sftp have those that begin with something else; and a `\` takes the meaning of a `*` away only where the pattern has another
# wildcard: without one, `one\*two` is the name with the backslash.
. "$(dirname "$0")/common.sh"
debian 'libnet-sftp-foreign-perl=1.93+dfsg-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
PERL5LIB=$folder/debian/usr/share/perl5
export PERL5LIB
server=$folder/debian/usr/lib/openssh/sftp-server
mkdir far
touch far/apple far/banana 'far/one*two' far/one-two
cat >glob.pl <<'EOP'
use strict;
use warnings;
use Net::SFTP::Foreign;

my ($server, $folder, $pattern) = @ARGV;
my $sftp = Net::SFTP::Foreign->new(open2_cmd => [$server]);
$sftp->die_on_error('no session');
$sftp->setcwd($folder);
print join(' ', $sftp->glob($pattern, names_only => 1, ordered => 1));
EOP
for pattern in 'a*' '[a]*' '[!a]*' 'o*e\*two' 'one\*two'; do
  echo "ls -1 $pattern" >batch
  echo "$pattern: sftp $(
    cd far && sftp -q -D "$server" -b ../batch 2>>../sftp.log | sed '/^sftp>/d; s/ *$//' | LC_ALL=C sort | paste -sd ' '
  ), Net::SFTP::Foreign $(perl glob.pl "$server" "$folder/far" "$pattern" 2>>perl.log | sed 's,\./,,g')"
done >seen
verdict 'a*: sftp apple, Net::SFTP::Foreign apple
[a]*: sftp apple, Net::SFTP::Foreign apple
[!a]*: sftp banana one*two one-two, Net::SFTP::Foreign apple
o*e\*two: sftp one*two, Net::SFTP::Foreign one*two
one\*two: sftp one*two, Net::SFTP::Foreign ' "$(cat seen)"
