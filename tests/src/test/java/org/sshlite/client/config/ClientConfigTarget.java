package org.sshlite.client.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.tests.fuzz.Target;

/** ssh_config. */
public final class ClientConfigTarget {
  /** What runs programs, reads files of this machine, or asks for names of hosts. */
  private static final List<String> NOT_HERE = List.of("exec", "include", "canonical");

  private static final MatchContext CONTEXT =
      new MatchContext(
          "host", "", new Tokens.LocalUser("alice", Path.of("/home/alice"), _ -> null));

  private ClientConfigTarget() {}

  public static Target create() {
    String text =
        """
        # all of it
        Host host *.example !not.example
          HostName %h.example.com
          User=alice
          Port 2222
          IdentityFile ~/.ssh/%r-key
          LocalForward 8080 [::1]:80
          RemoteForward /run/socket localhost:22
          DynamicForward "127.0.0.1:1080"
          ProxyJump bob@jump:22,jump2
          SetEnv A=b "C=d e"
          SendEnv LC_* -LC_ALL
          Ciphers ^aes128-gcm@openssh.com
          RekeyLimit 1G 1h
          EscapeChar ^]
          ControlPath ~/.ssh/%C
        Match user alice localuser bob,!carol
          KnownHostsCommand /bin/hosts %H
          IPQoS af21 cs1
          ServerAliveInterval 1m
        Match final all
          UserKnownHostsFile ~/.ssh/a "b c"
        """;
    return new Target("ssh-config", () -> List.of(text.getBytes(UTF_8)), ClientConfigTarget::file);
  }

  private static void file(byte[] input) throws IOException {
    String text = new String(input, UTF_8).toLowerCase(Locale.ROOT);
    if (NOT_HERE.stream().anyMatch(text::contains)) {
      return;
    }
    Path file = Files.createTempFile("ssh", "config");
    try {
      Files.write(file, input);
      new ConfigReader(new ClientConfig(), new StderrLog(LogLevel.QUIET))
          .files(CONTEXT, Optional.of(file.toString()));
    } catch (ConfigException e) {
      // one, or one for each line of the file that has a mistake, and how many they are
      assertThat(e.getMessage().lines())
          .hasSizeBetween(1, (int) text.lines().count() + 1)
          .noneMatch(String::isBlank);
    } finally {
      Files.delete(file);
    }
  }
}
