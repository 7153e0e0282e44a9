#!/bin/sh
# Ruby's net-ssh 7.0.1: in the list of a `Match host` it knows a `!` before the first pattern alone, and takes it for one before all of them.
# `!old.example.org,*.example.org` holds for what it should not, other domains, and for nothing of example.org; with the two turned round
# old.example.org is left in. By ssh_config(5), PATTERNS, both mean example.org but for that host, as `Host` does here and there.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'openssh-client=1:9.2p1-*'
cat >config.rb <<'EOR'
require 'net/ssh'
hosts = ARGV.select { |host| Net::SSH::Config.for(host, ['config'])[:port] == 2022 }
puts hosts.join(' ')
EOR
for block in 'Host *.example.org !old.example.org' 'Match host *.example.org,!old.example.org' \
  'Match host !old.example.org,*.example.org'; do
  printf '%s\n' "$block" '  Port 2022' >config
  echo "$block: ssh $(
    for host in old.example.org new.example.org example.net; do
      ssh -T -F config -G "$host" | grep -q '^port 2022' && echo "$host"
    done | paste -sd ' '
  ), net-ssh $(ruby3.1 config.rb old.example.org new.example.org example.net)"
done >seen
verdict 'Host *.example.org !old.example.org: ssh new.example.org, net-ssh new.example.org
Match host *.example.org,!old.example.org: ssh new.example.org, net-ssh old.example.org new.example.org
Match host !old.example.org,*.example.org: ssh new.example.org, net-ssh example.net' "$(cat seen)"
