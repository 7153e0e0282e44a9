package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * Keys in OpenSSH's agent that are for one way over two hosts, {@code ssh-add -h A -h 'A>B'}. The
 * agent signs for the second host only where the request says which it is, OpenSSH PROTOCOL §3.1:
 * by all mixtures of our programs and OpenSSH's.
 */
class HostBoundTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final Keyring USER = Keyring.ofUser(LoopbackClient.USER);

  @TempDir private Path folder;
  private static KeyFiles files;
  private static Path known;
  private static OpenSshServer sshd;
  private static LiteServer sshdLite;

  /** Whose program it is. */
  enum Kind {
    OPENSSH,
    OURS;

    Server server() {
      return this == OPENSSH ? sshd : sshdLite;
    }

    Program client() {
      return this == OPENSSH ? Program.of(Peers.path("ssh")) : OurProgram.sshLite();
    }
  }

  @BeforeAll
  static void startServers(@TempDir Path folder) throws Exception {
    OpenSshServer.require();
    OpenSshAgent.require();
    Peers.require("ssh");
    files = new KeyFiles(folder);
    String keys = "AuthorizedKeysFile " + files.authorizedKeys(USER);
    sshd = OpenSshServer.start(Files.createDirectory(folder.resolve("sshd")), keys);
    sshdLite = LiteServer.start(Files.createDirectory(folder.resolve("sshd-lite")), keys);
    List<String> lines = new ArrayList<>();
    for (Server server : List.of(sshd, sshdLite)) {
      lines.addAll(Files.readAllLines(server.target().knownHosts()));
    }
    known = Files.write(folder.resolve("known_hosts"), lines);
  }

  @AfterAll
  static void stopServers() {
    if (sshd != null) {
      sshd.close();
    }
    if (sshdLite != null) {
      sshdLite.close();
    }
  }

  private static String name(Kind of) {
    return "[" + Target.HOST + "]:" + of.server().target().port();
  }

  private static Program login(Kind client, Kind to, String... options) {
    Target target = to.server().target();
    return client
        .client()
        .with("-F", "none", "-A", "-o", "BatchMode=yes", "-i", "/nonexistent")
        .with("-o", "UserKnownHostsFile=" + known, "-o", "GlobalKnownHostsFile=/dev/null")
        .with(options)
        .with("-p", "" + target.port(), "-l", target.user(), Target.HOST);
  }

  private static String quoted(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  /** From here to {@code through}, and from there to {@code to} by its program. */
  private Finished hop(
      Kind first, Kind through, Kind second, Kind to, String constraint, String... options)
      throws Exception {
    String onwards = quoted(login(second, to, options).with("echo", "in").command());
    Path socket = Files.createTempDirectory(folder, "agent").resolve("socket");
    try (OpenSshAgent _ =
        OpenSshAgent.start(socket)
            .add(
                "-H",
                known.toString(),
                "-h",
                name(through),
                "-h",
                constraint,
                files.privateKey(USER, "ssh-ed25519").toString())) {
      return login(first, through, "-o", "IdentityAgent=" + socket).with(onwards).run();
    }
  }

  private static String way(Kind through, Kind to) {
    return name(through) + ">" + name(to);
  }

  /** The last one is a mixture of what is in the others: by {@code -P whole}. */
  static Stream<Arguments> ways() {
    return Stream.of(
            arguments(Kind.OPENSSH, Kind.OPENSSH, Kind.OPENSSH, Kind.OURS, null),
            arguments(Kind.OURS, Kind.OPENSSH, Kind.OURS, Kind.OURS, "host-bound"),
            arguments(Kind.OURS, Kind.OURS, Kind.OURS, Kind.OPENSSH, null),
            arguments(Kind.OURS, Kind.OURS, Kind.OPENSSH, Kind.OPENSSH, "host-bound"))
        .limit(WHOLE ? 4 : 3);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void a_key_for_a_way_over_two_hosts_goes_it(
      Kind first, Kind through, Kind second, Kind to, @Nullable String authentication)
      throws Exception {
    String[] option =
        authentication == null
            ? new String[0]
            : new String[] {"-o", "PubkeyAuthentication=" + authentication};

    Finished in = hop(first, through, second, to, way(through, to), option);

    assertThat(in.text()).as(in.errors()).isEqualTo("in\n");
  }

  /** With OpenSSH's it is its own agent that refuses: by {@code -P whole}. */
  static Stream<Kind> clients() {
    return Stream.of(Kind.OURS, Kind.OPENSSH).limit(WHOLE ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void a_key_for_the_first_host_alone_goes_no_further(Kind client) throws Exception {
    // what is allowed from the first is another host than the one that is gone to
    Finished refused = hop(client, Kind.OPENSSH, client, Kind.OURS, way(Kind.OURS, Kind.OPENSSH));

    assertRefused(refused);
  }

  private static void assertRefused(Finished refused) {
    assertThat(refused.status()).isEqualTo(255);
    assertThat(refused.text()).isEmpty();
    assertThat(refused.errors()).contains("Permission denied");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void where_PubkeyAuthentication_is_unbound_the_agent_does_not_hear_of_the_host(Kind client)
      throws Exception {
    String way = way(Kind.OPENSSH, Kind.OURS);
    String option = "PubkeyAuthentication=unbound";

    assertRefused(hop(client, Kind.OPENSSH, client, Kind.OURS, way, "-o", option));
  }

  /** The method is no second one: what is logged and listed is "publickey". */
  @Test
  void both_servers_call_it_publickey() throws Exception {
    for (Kind server : Kind.values()) {
      Path socket = Files.createTempDirectory(folder, "agent").resolve("socket");
      try (OpenSshAgent agent = OpenSshAgent.start(socket)) {
        agent.add(files.privateKey(USER, "ssh-ed25519").toString());
        for (Kind client : Kind.values()) {
          login(client, server, "-o", "IdentityAgent=" + socket).with("true").runWell();
        }
      }
      server.server().awaitLog("Accepted publickey for");
      assertThat(server.server().log()).doesNotContain("bound");
    }
  }
}
