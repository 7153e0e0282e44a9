#!/bin/sh
# ssh-certinfo of ssh-tools 1.7: a certificate that is valid from a time on and has no end, as `ssh-keygen -V -1d:forever` makes it, it
# reports as expired, and one that has an end and no beginning as not valid yet: of "after TIME" and "before TIME", which ssh-keygen -L
# prints for them, it takes the time for the beginning and nothing for the end. sshd takes both certificates.
. "$(dirname "$0")/common.sh"
debian 'ssh-tools=1.7-*' 'bsdextrautils=2.38.1-*' 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*'
keys
ssh-keygen -q -t ed25519 -N '' -f ca
: >authorized_keys
start_sshd "TrustedUserCAKeys $folder/ca.pub"
for validity in always:forever -1d:+520w -1d:forever always:+520w -2d:-1d; do
  ssh-keygen -q -s ca -I test -n "$(id -un)" -V "$validity" user_key.pub
  ssh-keygen -L -f user_key-cert.pub | grep Valid: >&2
  echo "$validity: sshd $(run_ssh "$(id -un)@127.0.0.1" echo yes </dev/null 2>>ssh.log || echo no), ssh-certinfo $(
    bash debian/usr/bin/ssh-certinfo user_key-cert.pub | sed -n 's/.* SSH_CERT_\([A-Z]*\) .*/\1/p'
  )"
done >seen
cat >expected <<'EOE'
always:forever: sshd yes, ssh-certinfo VALID
-1d:+520w: sshd yes, ssh-certinfo VALID
-1d:forever: sshd yes, ssh-certinfo EXPIRED
always:+520w: sshd yes, ssh-certinfo INVALID
-2d:-1d: sshd no, ssh-certinfo EXPIRED
EOE
verdict "$(cat expected)" "$(cat seen)"
