package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.system.SystemException;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** What a server tells the log of the system, which has been told of no other place. */
@EnabledOnOs(OS.LINUX)
class SystemLogTest {
  @TempDir private Path folder;

  // who waits for a datagram cannot be interrupted
  @Test
  @Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
  void lines_come_with_the_facility_that_is_configured() throws Exception {
    Client.SSH.require();
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair key = KeyPair.create(folder.resolve("user_key"));
    Path configuration =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            SyslogFacility LOCAL1
            ListenAddress 127.0.0.1
            Port 0
            HostKey %s
            AuthorizedKeysFile %s.pub
            StrictModes no
            PermitRootLogin yes
            """
                .formatted(hostKey.file(), key.file()));
    Path socket = folder.resolve("log");
    try (Datagrams log = new Datagrams(socket);
        Running server =
            OurProgram.sshdLite("-D", "-f", configuration.toString())
                .env("JDK_JAVA_OPTIONS", "-Dorg.sshlite.sshd.syslog=" + socket)
                .start()) {
      int port = Integer.parseInt(await(log, "Server listening on 127.0.0.1 port (\\d+)").group(1));
      String user = System.getProperty("user.name");
      Target target = new Target(user, port, hostKey.publicKey(), key, "no password", folder);
      assertThat(Login.to(target).command("exit 3").by(Client.SSH).run().status()).isEqualTo(3);

      // 17 is LOCAL1 and 6 is what a good login is worth, RFC 3164 §4.1.1
      assertThat(await(log, "<(\\d+)>.* sshd\\[\\d+]: Accepted publickey for ").group(1))
          .isEqualTo("" + (17 * 8 + 6));

      Files.writeString(configuration, Files.readString(configuration).replace("LOCAL1", "LOCAL2"));
      Program.of("kill", "-HUP", "" + server.pid()).runWell();
      assertThat(await(log, "<(\\d+)>.*: Received SIGHUP").group(1)).isEqualTo("" + (17 * 8 + 6));
      await(log, "Server listening on");
      assertThat(Login.to(target).command("exit 3").by(Client.SSH).run().status()).isEqualTo(3);
      assertThat(await(log, "<(\\d+)>.*: Accepted publickey for ").group(1))
          .isEqualTo("" + (18 * 8 + 6));
    }
  }

  private static Matcher await(Datagrams log, String pattern) throws SystemException {
    Pattern wanted = Pattern.compile(pattern);
    while (true) {
      Matcher found = wanted.matcher(log.receive());
      if (found.find()) {
        return found;
      }
    }
  }
}
