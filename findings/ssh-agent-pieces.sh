#!/bin/sh
# npm ssh-agent 0.2.4: it takes the first piece of the agent's answer that comes for all of it, and one that is longer than node reads at once,
# 65536 bytes, for an error: "Expected length". The length before each message (draft-ietf-sshm-ssh-agent) says when all of it is there. Here a few
# certificates with many principals make the list of keys so long; sshpk-agent 1.8.1 reads the same list, and so does ssh-add.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
npm_packages ssh-agent@0.2.4 sshpk-agent@1.8.1
ssh-keygen -q -t ed25519 -N '' -f ca
ssh-agent -D -a "$folder/agent" >agent.log 2>&1 &
started="$started $!"
SSH_AUTH_SOCK=$folder/agent
export SSH_AUTH_SOCK
tries=50
until [ -S agent ] || [ "$((tries -= 1))" = 0 ]; do sleep 0.2; done
principals=$(/usr/bin/python3 -c 'print(",".join("%0100d" % i for i in range(250)))')
cat >list.js <<'EOJ'
const sshpk = new (require('sshpk-agent').Client)();
const own = new (require('ssh-agent'))({ timeout: 10000 });
own.requestIdentities((error, keys) => {
  const seen = error ? error.message.replace(/: .*/, '') : keys.length;
  sshpk.doRequest({ type: 'request-identities' }, ['identities-answer'], 10000, (other, answer) => {
    console.log(`sshpk-agent ${other ? other.message : answer.identities.length}, ssh-agent ${seen}`);
    process.exit();
  });
});
EOJ
for number in 1 2 3; do
  ssh-keygen -q -t ed25519 -N '' -f key$number
  ssh-keygen -q -s ca -I test -n "$principals" key$number.pub
  ssh-add -q key$number || exit 2
  echo "ssh-add $(ssh-add -l | wc -l), $(timeout 60 node --no-deprecation list.js)"
done >seen
verdict 'ssh-add 2, sshpk-agent 2, ssh-agent 2
ssh-add 4, sshpk-agent 4, ssh-agent 4
ssh-add 6, sshpk-agent 6, ssh-agent Expected length' "$(cat seen)"
