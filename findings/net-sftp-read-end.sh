#!/bin/sh
# Ruby's net-sftp 4.0.0: read(n) of an open file, whose class is modelled on IO, gives an empty string at the end of the file, where
# IO#read(n) gives nil: `while part = file.read(n)`, which copies a local file, goes on for ever with a remote one. Its gets gives nil.
. "$(dirname "$0")/common.sh"
debian 'ruby3.1=3.1.7*' 'libruby3.1=3.1.7*' 'ruby-net-ssh=1:7.0.1-*' 'ruby-net-sftp=1:4.0.0-*' 'openssh-server=1:9.2p1-*' \
  'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
# it knows Ed25519 with one gem more only
ssh-keygen -q -t ecdsa -N '' -f ecdsa_host_key
ssh-keygen -q -t ecdsa -m PEM -N '' -f ecdsa_user_key
cat ecdsa_user_key.pub >>authorized_keys
start_sshd "HostKey $folder/ecdsa_host_key" "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
gems=$folder/debian/usr/share/rubygems-integration/all/gems
RUBYLIB=$(echo "$gems"/net-ssh-*/lib):$(echo "$gems"/net-sftp-*/lib):$folder/debian/usr/lib/ruby/3.1.0:$(
  echo "$folder"/debian/usr/lib/*/ruby/3.1.0
)
export RUBYLIB
cat >client.rb <<'EOR'
require 'net/sftp'
port, user = ARGV
path = File.expand_path('file')
File.write(path, "012345\n")
see = lambda do |name, file|
  puts "#{name}: #{Array.new(3) { file.read(4) }.inspect}, #{file.gets.inspect}"
end
File.open(path) { |file| see.call('IO', file) }
Net::SFTP.start('127.0.0.1', user, port: port.to_i, config: false, keys: ['ecdsa_user_key'], keys_only: true,
                                   use_agent: false, non_interactive: true, verify_host_key: :never) do |files|
  files.file.open(path) { |file| see.call('net-sftp', file) }
end
EOR
timeout 60 ruby3.1 client.rb "$PORT" "$(id -un)" >seen || exit 2
verdict 'IO: ["0123", "45\n", nil], nil
net-sftp: ["0123", "45\n", ""], nil' "$(cat seen)"
