#!/bin/sh
# ci/mitm.sh: does our use of ssh notice a man in the middle? Fails on what mitm.baseline does not know.
# SSH_LITE_URL says where ssh-lite-VERSION.tar.gz is, SSH_LITE_SHA256 what it must be.
set -eu

curl -fsSLo ssh-lite.tar.gz "$SSH_LITE_URL"
echo "$SSH_LITE_SHA256  ssh-lite.tar.gz" | sha256sum -c -
mkdir -p ssh-lite
tar -xzf ssh-lite.tar.gz -C ssh-lite --strip-components=1

# here stands the command that is tried: ssh as your scripts call it
ssh-lite/bin/ssh-lite-mitm client --baseline mitm.baseline --report-junit mitm.xml --report-json mitm.json -- \
  ssh -F none -o BatchMode=yes -o UserKnownHostsFile={known_hosts} -o GlobalKnownHostsFile=/dev/null \
  -o IdentitiesOnly=yes -i {identity} -o ConnectTimeout=5 -p {port} {user}@{host} run
