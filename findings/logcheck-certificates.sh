#!/bin/sh
# logcheck-database 1.4.2: its rules for sshd take the line of a login with a key for what needs no report, and not that of a login with a
# certificate, which names the certificate behind the key (ID, serial and CA): each comes into the report as an event. Of the types they know
# RSA, ECDSA and ED25519 alone, neither ED25519-CERT nor ED25519-SK.
. "$(dirname "$0")/common.sh"
debian 'logcheck-database=1.4.2+*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -q -t ed25519 -N '' -f authority
ssh-keygen -q -s authority -I name -n "$(id -un)" user_key.pub
ssh-keygen -q -t ed25519 -N '' -f plain
cat plain.pub >>authorized_keys
start_sshd "TrustedUserCAKeys $folder/authority.pub"
for options in '-i plain -o CertificateFile=none' '-o CertificateFile=user_key-cert.pub'; do
  # shellcheck disable=SC2086
  run_ssh $options "$(id -un)@127.0.0.1" true </dev/null || exit 2
  tr -d '\r' <sshd.log | sed -n 's/^Accepted/Nov 29 12:00:00 host sshd[1]: &/p' | tail -n 1 | tee log >&2
  kind=$(sed 's/.*ssh2: \([^ ]*\).*/\1/' log)
  echo "$kind: $(grep -v -c -E -f debian/etc/logcheck/ignore.d.server/ssh log) of $(wc -l <log) reported"
done >seen
verdict 'ED25519: 0 of 1 reported
ED25519-CERT: 1 of 1 reported' "$(cat seen)"
