#!/bin/sh
# Apache MINA SSHD 2.20.0: a command in authorized_keys with a comma behind a quote that has a backslash before it, as sshd(8),
# AUTHORIZED_KEYS FILE FORMAT, has it, is a bad format to AuthorizedKeyEntry: where it splits the options at commas, it takes that quote for
# the end of the value. One such line, and no key of the file is read. A comma without such quotes it takes, and sshd takes all four.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*'
maven_artifacts org.apache.sshd:sshd-common:2.20.0
keys
start_sshd
cat >Read.java <<'EOJ'
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;

class Read {
  public static void main(String[] arguments) throws Exception {
    try {
      System.out.println(AuthorizedKeyEntry.readAuthorizedKeys(Path.of("authorized_keys")).size());
    } catch (StreamCorruptedException e) {
      System.out.println("none");
    }
  }
}
EOJ
key=$(cut -d ' ' -f 1,2 host_key.pub)
for command in 'echo one, two' 'echo \"one\", two' 'echo \"one two\"' 'echo \"one, two\"'; do
  printf '%s\n' "$key" "command=\"$command\" $(cat user_key.pub)" >authorized_keys
  echo "$command: sshd $(run_ssh "$(id -un)@127.0.0.1" </dev/null), MINA $("$JAVA" Read.java 2>>java.log) of the keys"
done >seen
cat >expected <<'EOE'
echo one, two: sshd one, two, MINA 2 of the keys
echo \"one\", two: sshd one, two, MINA none of the keys
echo \"one two\": sshd one two, MINA 2 of the keys
echo \"one, two\": sshd one, two, MINA none of the keys
EOE
verdict "$(cat expected)" "$(cat seen)"
