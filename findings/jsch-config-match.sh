#!/bin/sh
# JSch 2.28.8 (com.github.mwiede:jsch): its OpenSSHConfig knows no Match, and passes over that line of an ssh_config, but not over the lines
# below it: these it takes for more of the Host block above, whose hosts get the settings of others. By ssh_config(5) a block ends at
# the next Host or Match.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-client=1:9.2p1-*'
maven_artifacts com.github.mwiede:jsch:2.28.8
printf '%s\n' 'Host one' '  User someone' 'Match host two' '  Port 2022' >config
cat >Read.java <<'EOJ'
import com.jcraft.jsch.OpenSSHConfig;

class Read {
  public static void main(String[] hosts) throws Exception {
    for (String host : hosts) {
      int port = OpenSSHConfig.parseFile("config").getConfig(host).getPort();
      System.out.println("JSch: " + host + " port " + (port < 0 ? 22 : port));
    }
  }
}
EOJ
{
  for host in one two; do
    echo "ssh: $host $(ssh -T -F config -G $host | grep '^port ')"
  done
  "$JAVA" Read.java one two
} >seen
verdict 'ssh: one port 22
ssh: two port 2022
JSch: one port 2022
JSch: two port 22' "$(cat seen)"
