package org.sshlite.sshd.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.tests.fuzz.Target;

/** sshd_config. */
public final class ServerConfigTarget {
  private ServerConfigTarget() {}

  public static Target create() {
    String text =
        """
        # all of it
        Port 2222
        ListenAddress "::1":22
        AddressFamily=inet6
        HostKey /etc/ssh/key
        MaxStartups 10:30:100
        LoginGraceTime 2m30s
        AuthorizedKeysFile .ssh/%u /etc/keys/%h
        AcceptEnv LANG LC_*
        AllowUsers alice bob@192.0.2.0/24 "carol d"
        Ciphers +aes128-cbc
        RekeyLimit 1G 1h
        ChannelTimeout session=5m direct-tcpip=1h
        PermitOpen host:80 [::1]:22
        Subsystem sftp internal-sftp -l INFO
        AuthenticationMethods publickey,password keyboard-interactive:pam
        SetEnv A=b "C=d e"
        Match User alice,!bob Address 192.0.2.0/24 LocalPort 22
          X11Forwarding no
          ForceCommand echo "a"
        Match all
          Banner none
        """;
    return new Target("sshd-config", () -> List.of(text.getBytes(UTF_8)), ServerConfigTarget::file);
  }

  private static void file(byte[] input) {
    String text = new String(input, UTF_8);
    if (text.toLowerCase(Locale.ROOT).contains("include")) {
      return; // reads this machine's files
    }
    StderrLog log = new StderrLog(LogLevel.QUIET);
    ServerConfigReader reader = new ServerConfigReader(log);
    try {
      reader.lines(ConfigFile.parse("file", text));
    } catch (ConfigException e) {
      assertThat(e.getMessage().lines()).allMatch(line -> line.startsWith("file"));
      return;
    }
    ServerConfig config = reader.finish();
    Candidate alice = new Candidate("alice", true, "host.example", "192.0.2.7", "192.0.2.1", 22);
    assertThat(config.forLogin(alice).lines()).allMatch(line -> line.lines().count() == 1);
  }
}
