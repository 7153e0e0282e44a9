#!/bin/sh
# Ruby's sshkey 2.0.0: SSHKey.ssh_public_key_bits says 520 of an ECDSA key of 256 bits, 776 of one of 384 and 1064 of one of 521: it is the
# length of the point, with both coordinates and the byte before them (RFC 5656 §3.1, Q), and not of the key, which the name of the curve
# says. Of RSA and Ed25519 keys it says what ssh-keygen says.
. "$(dirname "$0")/common.sh"
debian 'ruby3.1=3.1.7*' 'libruby3.1=3.1.7*' 'ruby-sshkey=2.0.0-*' 'openssh-client=1:9.2p1-*'
RUBYLIB=$folder/debian/usr/lib/ruby/vendor_ruby:$folder/debian/usr/lib/ruby/3.1.0:$(
  echo "$folder"/debian/usr/lib/*/ruby/3.1.0
)
export RUBYLIB
for key in rsa:2048 ecdsa:256 ecdsa:384 ecdsa:521 ed25519:256; do
  rm -f key
  ssh-keygen -q -t "${key%:*}" -b "${key#*:}" -N '' -f key
  echo "${key%:*}: ssh-keygen $(ssh-keygen -l -f key.pub | cut -d ' ' -f 1), sshkey $(
    ruby3.1 --disable-gems -r sshkey -e 'puts SSHKey.ssh_public_key_bits(File.read("key.pub"))'
  )"
done >seen
cat >expected <<'EOE'
rsa: ssh-keygen 2048, sshkey 2048
ecdsa: ssh-keygen 256, sshkey 520
ecdsa: ssh-keygen 384, sshkey 776
ecdsa: ssh-keygen 521, sshkey 1064
ed25519: ssh-keygen 256, sshkey 256
EOE
verdict "$(cat expected)" "$(cat seen)"
