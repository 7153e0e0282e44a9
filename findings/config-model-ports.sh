#!/bin/sh
# Config::Model's OpenSSH model 2.9.0.2, which cme works with: it knows one Port and one ListenAddress of an sshd_config, where
# sshd_config(5) permits several. Of two it keeps the last, as a change because of "conflicting initial values", and writes the file without
# the first: after a save for the sake of something else sshd listens in one place of four.
. "$(dirname "$0")/common.sh"
debian 'libconfig-model-openssh-perl=2.9.0.2-*' 'libconfig-model-perl=2.152-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
mkdir -p root/etc/ssh
printf '%s\n' 'Port 2022' 'Port 2023' 'ListenAddress 127.0.0.1' 'ListenAddress 127.0.0.2' >root/etc/ssh/sshd_config
cat >again.pl <<'EOP'
use strict;
use warnings;
use Config::Model;

my $model = Config::Model->new();
my $instance = $model->instance(application => 'sshd', root_class_name => 'Sshd', root_dir => 'root');
$instance->config_root->init;
$instance->say_changes;
$instance->write_back(force => 1);
EOP
PERL5LIB=$folder/debian/usr/share/perl5:$(echo "$folder"/debian/usr/lib/*/perl5/5.36)
export PERL5LIB
effective() {
  "$folder/debian/usr/sbin/sshd" -T -f root/etc/ssh/sshd_config -h "$folder/host_key" | grep '^listenaddress' | sort | cut -d ' ' -f 2 |
    paste -sd ' '
}
{
  echo "before: $(effective)"
  perl again.pl >changes || exit 2
  echo "after: $(effective)"
} >seen
cat changes >&2
verdict 'before: 127.0.0.1:2022 127.0.0.1:2023 127.0.0.2:2022 127.0.0.2:2023
after: 127.0.0.2:2023' "$(cat seen)"
