#!/bin/sh
# JSch 2.28.8 (com.github.mwiede:jsch): it takes the names in a known_hosts as they are, and knows no patterns there, which sshd(8),
# SSH_KNOWN_HOSTS FILE FORMAT, has in them as in ssh_config: of a host that `*.example.org` or `host?` stands for it says that it is not
# included, and asks about its key or refuses. ssh-keygen -F, and Apache MINA SSHD 2.20.0, find the line.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-client=1:9.2p1-*'
maven_artifacts com.github.mwiede:jsch:2.28.8 org.apache.sshd:sshd-core:2.20.0
keys
cat >Check.java <<'EOJ'
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.sshd.client.config.hosts.KnownHostEntry;

class Check {
  public static void main(String[] hosts) throws Exception {
    byte[] key = Base64.getDecoder().decode(Files.readString(Path.of("host_key.pub")).split(" ")[1]);
    JSch jsch = new JSch();
    jsch.setKnownHosts("known_hosts");
    for (String host : hosts) {
      boolean own = jsch.getHostKeyRepository().check(host, key) == HostKeyRepository.OK;
      boolean mina = KnownHostEntry.readKnownHostEntries(Path.of("known_hosts")).stream().anyMatch(entry -> entry.isHostMatch(host, 22));
      Process keygen = new ProcessBuilder("ssh-keygen", "-F", host, "-f", "known_hosts").redirectErrorStream(true).start();
      keygen.getInputStream().readAllBytes();
      System.out.println(host + ": ssh-keygen " + (keygen.waitFor() == 0) + ", MINA " + mina + ", JSch " + own);
    }
  }
}
EOJ
key=$(cut -d ' ' -f 1,2 host_key.pub)
printf '%s\n' "one,two $key" "*.example.org $key" "host? $key" >known_hosts
"$JAVA" Check.java one two a.example.org host1 host >seen 2>java.log || {
  cat java.log >&2
  exit 2
}
cat >expected <<'EOE'
one: ssh-keygen true, MINA true, JSch true
two: ssh-keygen true, MINA true, JSch true
a.example.org: ssh-keygen true, MINA true, JSch false
host1: ssh-keygen true, MINA true, JSch false
host: ssh-keygen false, MINA false, JSch false
EOE
verdict "$(cat expected)" "$(cat seen)"
