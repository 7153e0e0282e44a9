#!/bin/sh
# Ruby's net-ssh 7.0.1: of a RekeyLimit in ssh_config it takes the number at the beginning, and the unit only if it is the last letter of
# the line. With the time that ssh_config(5) allows behind the amount, `1G 1h` is one byte, and `default none`, ssh's own default, is
# zero: keys are exchanged anew with almost every packet, which is slow and fails nowhere.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
# it knows Ed25519 with one gem more only
ssh-keygen -q -t ecdsa -N '' -f ecdsa_host_key
ssh-keygen -q -t ecdsa -m PEM -N '' -f ecdsa_user_key
cat ecdsa_user_key.pub >>authorized_keys
start_sshd "HostKey $folder/ecdsa_host_key" 'LogLevel DEBUG1'
cat >client.rb <<'EOR'
require 'net/ssh'
port, user, config = ARGV
limit = Net::SSH::Config.for('127.0.0.1', [config])[:rekey_limit]
Net::SSH.start('127.0.0.1', user, port: port.to_i, config: config, keys: ['ecdsa_user_key'], keys_only: true,
                                  use_agent: false, non_interactive: true, verify_host_key: :never) do |session|
  puts "limit #{limit}, #{(1..5).map { session.exec!('echo x').lines.last.strip }.join}"
end
EOR
for value in 1G '1G 1h' 'default none'; do
  printf '%s\n' 'Host *' "  RekeyLimit $value" >config
  before=$(grep -c 'SSH2_MSG_NEWKEYS received' sshd.log)
  result=$(timeout 60 ruby3.1 client.rb "$PORT" "$(id -un)" config) || exit 2
  exchanges=$(($(grep -c 'SSH2_MSG_NEWKEYS received' sshd.log) - before))
  echo "RekeyLimit $value: $result, $exchanges exchanges of keys" >&2
  [ "$exchanges" -gt 1 ] && many=many || many=$exchanges
  echo "$value: $result, $many"
done >seen
verdict '1G: limit 1073741824, xxxxx, 1
1G 1h: limit 1, xxxxx, many
default none: limit 0, xxxxx, many' "$(cat seen)"
