#!/bin/sh
# ConnectBot's sshlib 2.2.23 (org.connectbot:sshlib) looks for kex-strict-s-v00@openssh.com in each KEXINIT of the server. It
# belongs into the first alone (the OpenSSH project's PROTOCOL, strict key exchange), and servers that leave it out of the later ones, as
# Apache MINA SSHD 2.20.0 and OpenSSH 10.5, lose the client when keys are exchanged anew: it does not start its sequence
# numbers afresh any more. The stream of a command's output then comes to its end, without an exception. With a server
# that repeats the name, as OpenSSH 9.2, it goes on.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
maven_artifacts org.connectbot:sshlib:2.2.23 org.apache.sshd:sshd-core:2.20.0 net.i2p.crypto:eddsa:0.3.0
keys
cat >Both.java <<'EOF'
import com.trilead.ssh2.Connection;
import com.trilead.ssh2.Session;
import java.io.File;
import java.nio.file.Path;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

class Both {
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("sshd")) {
      System.out.println(client(Integer.parseInt(arguments[1]), arguments[2]));
    } else {
      SshServer server = SshServer.setUpDefaultServer();
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(new FileKeyPairProvider(Path.of("host_key")));
      server.setPublickeyAuthenticator((user, key, session) -> true);
      server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
      server.start();
      System.out.println(client(server.getPort(), "user"));
    }
    System.exit(0);
  }

  private static String client(int port, String user) throws Exception {
    Connection connection = new Connection("127.0.0.1", port);
    connection.connect((host, given, algorithm, key) -> true);
    connection.authenticateWithPublicKey(user, new File("user_key"), null);
    Session session = connection.openSession();
    session.execCommand("sh -c 'echo one; sleep 4; echo two'");
    Thread.sleep(1500);
    connection.forceKeyExchange();
    return new String(session.getStdout().readAllBytes()).replace("\n", " ").strip();
  }
}
EOF
start_sshd
seen="OpenSSH: $(timeout 60 "$JAVA" Both.java sshd "$PORT" "$(id -un)" 2>errors), MINA: $(
  timeout 60 "$JAVA" Both.java mina 2>>errors
)"
verdict 'OpenSSH: one two, MINA: one' "$seen"
