#!/bin/sh
# Ruby's Net::SSH 7.0.1 (Debian 12) reads an ECDSA key as ssh-keygen writes it today (the file begins with OPENSSH PRIVATE KEY; the OpenSSH
# project's PROTOCOL.key), and then cannot sign with it: "missing private key". The same key in the older form of PEM logs in, and Ed25519
# and RSA keys do so in both forms.
. "$(dirname "$0")/common.sh"
debian 'ruby-net-ssh=1:7.0.1-*' 'ruby-ed25519=1.3.0+ds-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -q -t ecdsa -N '' -f ecdsa_key
cp ecdsa_key ecdsa_pem
ssh-keygen -q -p -m PEM -P '' -N '' -f ecdsa_pem
cat ecdsa_key.pub >>authorized_keys
start_sshd
cat >client.rb <<'EOT'
require 'net/ssh'
ARGV[2..].each do |key|
  options = { port: ARGV[0].to_i, keys: [key], keys_only: true, use_agent: false, config: false,
              verify_host_key: :never, non_interactive: true }
  begin
    Net::SSH.start('127.0.0.1', ARGV[1], options) { puts "#{key}: logged in" }
  rescue StandardError => e
    puts "#{key}: #{e.message}"
  end
end
EOT
seen=$(ruby client.rb "$PORT" "$(id -un)" user_key ecdsa_key ecdsa_pem)
echo "$seen"
verdict 'user_key: logged in, ecdsa_key: EVP_PKEY_sign: missing private key, ecdsa_pem: logged in' \
  "$(echo "$seen" | paste -sd, | sed 's/,/, /g')"
