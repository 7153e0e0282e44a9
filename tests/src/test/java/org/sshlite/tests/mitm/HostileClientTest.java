package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.ServerBench;
import org.sshlite.mitm.bench.ServerOptions;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.end.Credentials;
import org.sshlite.mitm.probe.Probe;
import org.sshlite.mitm.probe.Probes;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions.Builder;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.StartupLimit;
import org.sshlite.sshd.Terminal;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Target;

/** What a hostile client can send, to our server and to OpenSSH's: both refuse it. */
class HostileClientTest {
  /** Of which four tenths are patience; also on a machine that is busy. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int JOBS = 4;
  private static final String USER = "alice";

  private static List<Finding> run(
      InetSocketAddress address, Credentials credentials, Predicate<Probe> which) throws Exception {
    return new ServerBench(new ServerOptions(address, credentials, LIMIT, JOBS))
        .run(Probes.all().stream().filter(which).toList(), _ -> {});
  }

  private static List<String> named(Verdict verdict, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(finding -> finding.entry().label() + ": " + finding.reason())
        .toList();
  }

  @Test
  void sshd_lite_refuses_the_whole_catalogue() throws Exception {
    PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
    Builder options =
        org.sshlite.sshd.ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(PrivateKey.generate("ssh-ed25519", new SecureRandom()))
            // all that there is, so that everything applies
            .transport(TransportOptions.builder().kexMethods(KexMethods.DEFAULT_OF_CLIENT).build())
            .startups(new StartupLimit(100, 30, 100))
            .publicKeys((user, offered) -> user.equals(USER) && offered.equals(key.publicKey()))
            .passwords((_, _) -> false)
            .device(new Questions())
            .shell(HostileClientTest::command);
    Logger log = Logger.getLogger("sshd");
    Level before = log.getLevel();
    log.setLevel(Level.WARNING); // hundreds of connections that it refuses
    try (SshServer server = SshServer.start(options.build())) {
      Credentials user = new Credentials(USER, Optional.of(key), Optional.empty());

      List<Finding> findings = run(server.addresses().getFirst(), user, _ -> true);

      assertThat(findings).hasSameSizeAs(Probes.all());
      assertThat(named(Verdict.FOOLED, findings)).isEmpty();
      assertThat(named(Verdict.UNBOUNDED, findings)).isEmpty();
      assertThat(named(Verdict.NOT_APPLICABLE, findings)).isEmpty();
    } finally {
      log.setLevel(before);
    }
  }

  /** A few of each family, as each costs sshd a process: it is the probes that this tries. */
  @Test
  @Tag("whole")
  void OpenSSH_refuses_some_of_each_family(@TempDir Path folder) throws Exception {
    OpenSshServer.require();
    try (OpenSshServer server = OpenSshServer.start(folder, "MaxStartups 100")) {
      Target target = server.target();
      Credentials user =
          new Credentials(target.user(), Optional.of(target.identity().key()), Optional.empty());

      List<Finding> findings =
          run(
              target.address(),
              user,
              matching(
                  "order-ignore-*",
                  "order-userauth-success-*",
                  "order-channel-open-before-*",
                  "length-padding-*",
                  "kex-curve25519-zero",
                  "integrity-chacha20-*",
                  "service-c*",
                  "login-signature-other-*",
                  "login-tries-*",
                  "channel-window-*",
                  "channel-exec-*",
                  "limit-half-open"));

      assertThat(findings).hasSizeGreaterThan(35);
      assertThat(named(Verdict.FOOLED, findings)).isEmpty();
      assertThat(named(Verdict.UNBOUNDED, findings)).isEmpty();
      assertThat(named(Verdict.NOTICED, findings)).hasSizeGreaterThan(35);
    }
  }

  private static Predicate<Probe> matching(String... patterns) {
    return probe ->
        List.of(patterns).stream().anyMatch(one -> new Wildcard(one).matches(probe.label()));
  }

  /** {@code cat}, and what reads nothing. */
  private static int command(Terminal terminal) throws IOException {
    if (terminal.command().equals(Optional.of("cat"))) {
      byte[] buffer = new byte[1 << 15];
      for (int count; (count = terminal.input().read(buffer)) >= 0; ) {
        terminal.output().write(buffer, 0, count);
        terminal.output().flush();
      }
      return 0;
    }
    try {
      Thread.sleep(LIMIT); // interrupted when the session ends
    } catch (InterruptedException _) {
      return 1;
    }
    return 0;
  }

  /** Asks two things, and takes no answer. */
  private static final class Questions implements LoginDevice {
    @Override
    public String name() {
      return "questions";
    }

    @Override
    public boolean authenticate(String user, Conversation conversation)
        throws ConversationEndedException {
      conversation.ask(Challenge.secret("Password: ")).close();
      return false;
    }
  }
}
