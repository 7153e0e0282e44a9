#!/bin/sh
# Ruby's net-ssh 7.0.1: a value of an ssh_config that consists of digits it makes a number of, whatever the keyword, and zeros before it are
# gone: `User 00123` is 123, another user, `HostKeyAlias 007` is 7, and `Host 007` holds for a host 7 and not for 007.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'openssh-client=1:9.2p1-*'
cat >config.rb <<'EOR'
require 'net/ssh'
found = Net::SSH::Config.for(ARGV[0], ['config'])
puts "#{found[:user].inspect} #{found[:host_key_alias].inspect}"
EOR
for names in host:host 007:007 007:7; do
  printf '%s\n' "Host ${names%:*}" '  User 00123' '  HostKeyAlias 007' >config
  echo "Host ${names%:*}, ${names#*:}: ssh $(
    ssh -T -F config -G "${names#*:}" | grep -E '^(user 00123|hostkeyalias)' | sed 's/.* //' | paste -sd ' '
  ), net-ssh $(ruby3.1 config.rb "${names#*:}")"
done >seen
verdict 'Host host, host: ssh 00123 007, net-ssh 123 7
Host 007, 007: ssh 00123 007, net-ssh nil nil
Host 007, 7: ssh , net-ssh 123 7' "$(cat seen)"
