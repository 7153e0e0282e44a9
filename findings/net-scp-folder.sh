#!/bin/sh
# Ruby's net-scp 4.0.0: a folder that is downloaded to a name where nothing is yet lies in a folder of that name, where `scp -r`, and its own
# upload, make it the folder of that name. So what was uploaded and is downloaded again comes back one folder deeper.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-net-ssh=1:7.0.1-*' 'ruby-net-scp=4.0.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
# it knows Ed25519 with one gem more only
ssh-keygen -q -t ecdsa -N '' -f ecdsa_host_key
ssh-keygen -q -t ecdsa -m PEM -N '' -f ecdsa_user_key
cat ecdsa_user_key.pub >>authorized_keys
start_sshd "HostKey $folder/ecdsa_host_key"
mkdir tree
echo text >tree/file
cat >client.rb <<'EOR'
require 'net/scp'
port, user, folder = ARGV
Net::SCP.start('127.0.0.1', user, port: port.to_i, config: false, keys: ['ecdsa_user_key'], keys_only: true,
                                  use_agent: false, non_interactive: true, verify_host_key: :never) do |files|
  files.upload!('tree', "#{folder}/uploaded", recursive: true)
  files.download!("#{folder}/tree", 'downloaded', recursive: true)
end
EOR
timeout 60 ruby3.1 client.rb "$PORT" "$(id -un)" "$folder" || exit 2
timeout 60 scp -O -q -r -F none -i user_key -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no \
  -o UserKnownHostsFile=/dev/null -P "$PORT" "$(id -un)@127.0.0.1:$folder/tree" scp || exit 2
verdict 'downloaded/tree/file scp/file uploaded/file' "$(find scp uploaded downloaded -type f | sort | tr '\n' ' ' | sed 's/ $//')"
