#!/bin/sh
# Ruby's net-ssh 7.0.1: a value that stands above the first Host of an ssh_config loses to one of a Host or a Match below it, where
# ssh_config(5) has the first value that was obtained win. A `User` at the top, with which one overrides what is below, and what an `Include`
# at the top brings, do nothing. Between two blocks the first wins there too.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'openssh-client=1:9.2p1-*'
cat >config.rb <<'EOR'
require 'net/ssh'
found = Net::SSH::Config.for('host', ['config'])
puts "#{found[:user]} #{found[:port]}"
EOR
printf '%s\n' 'User first' 'Port 2001' >included
users() {
  echo "$1: ssh $(ssh -T -F "$folder/config" -G host | sed -n 's/^user //p; s/^port //p' | paste -sd ' '), net-ssh $(ruby3.1 config.rb)"
}
{
  printf '%s\n' 'Host host' '  User first' '  Port 2001' 'Host *' '  User second' '  Port 2002' >config
  users 'two blocks'
  printf '%s\n' 'User first' 'Port 2001' 'Host *' '  User second' '  Port 2002' >config
  users 'at the top'
  printf '%s\n' "Include $folder/included" 'Host *' '  User second' '  Port 2002' >config
  users 'included at the top'
} >seen
verdict 'two blocks: ssh first 2001, net-ssh first 2001
at the top: ssh first 2001, net-ssh second 2002
included at the top: ssh first 2001, net-ssh second 2002' "$(cat seen)"
