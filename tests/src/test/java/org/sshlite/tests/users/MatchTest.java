package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Match blocks of a server of root's, for users who are not root, beside sshd. */
class MatchTest {
  private static final Pattern LISTENING =
      Pattern.compile("Server listening on 127\\.0\\.0\\.1 port (\\d+)");

  private static final String BANNER = "for nobody";

  private static Scratch scratch;
  private static MachineUsers users;

  /**
   * A server that listens on two ports.
   *
   * @param port that its configuration speaks of
   */
  private record Place(RootServer server, int port) {
    int otherPort() {
      // the first line is waited for at its start
      return Awaitility.await()
          .until(
              () ->
                  LISTENING
                      .matcher(server.program().errors())
                      .results()
                      .map(line -> Integer.parseInt(line.group(1)))
                      .filter(each -> each != port)
                      .findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }

  private static Place ours;
  private static Place theirs;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("match");
    users = MachineUsers.create(scratch);
    int port = LoopbackPort.free();
    Path banner = Files.writeString(users.folder().resolve("banner"), BANNER + "\n");
    // which an older sshd has not
    Stream<String> more = Stream.of("Match Invalid-User", "Banner " + banner, "Match all");
    String[] lines = Stream.concat(Stream.of(configuration(port)), more).toArray(String[]::new);
    ours = new Place(users.sshdLite(lines), port);
    port = LoopbackPort.free();
    theirs = new Place(users.openSsh(configuration(port)), port);
  }

  private static String[] configuration(int port) {
    return """
    UsePAM no
    ListenAddress 127.0.0.1:%d
    ListenAddress 127.0.0.2:%d
    PerSourcePenalties no
    Match LocalPort %1$d LocalAddress 127.0.0.1 User *,!sshlite-bob
      ForceCommand echo by port
    Match LocalAddress 127.0.0.0/29,!127.0.0.1
      ForceCommand echo by address
    Match User sshlite-b?b Group shared
      ForceCommand echo by both
    Match Group nobody-is-in-it,shared
      ForceCommand echo by group
    Match all
    """
        .formatted(port, port)
        .lines()
        .toArray(String[]::new);
  }

  @AfterAll
  static void stop() throws IOException {
    for (Place place : new Place[] {ours, theirs}) {
      if (place != null) {
        place.server().close();
      }
    }
    if (users != null) {
      users.close();
      scratch.close();
    }
  }

  private static Finished logIn(Place place, String address, boolean named, String user) {
    int port = named ? place.port() : place.otherPort();
    Target chosen = place.server().alice().withUser(user).withPort(port);
    String known = "[%s]:%d".formatted(Target.HOST, chosen.port());
    return Login.to(chosen)
        .extra("-o", "HostName=" + address, "-o", "HostKeyAlias=" + known)
        .command("echo free")
        .by(Client.SSH)
        .run();
  }

  /** The last ones are others of the same lines: by {@code -P whole}. */
  static Stream<Arguments> logins() {
    return Stream.of(
            arguments("127.0.0.1", false, "sshlite-alice", "by group"),
            arguments("127.0.0.1", false, "sshlite-user3", "free"),
            arguments("127.0.0.1", true, "sshlite-alice", "by port"),
            arguments("127.0.0.1", true, "sshlite-bob", "by both"),
            arguments("127.0.0.2", true, "sshlite-alice", "by address"),
            arguments("127.0.0.1", false, "sshlite-bob", "by both"),
            arguments("127.0.0.1", true, "sshlite-user3", "by port"),
            arguments("127.0.0.2", true, "sshlite-bob", "by address"))
        .limit(Boolean.getBoolean("whole") ? 8 : 5);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void a_user_has_what_is_said_of_him(String address, boolean named, String user, String said) {
    for (Place place : new Place[] {theirs, ours}) {
      Finished finished = logIn(place, address, named, user);
      assertThat(finished.text()).as(finished.toString()).isEqualTo(said + "\n");
      assertThat(finished.errors()).doesNotContain(BANNER);
    }
  }

  /** It is shown before the login; who is a user of the machine does not see it, above. */
  @Test
  void of_names_that_nobody_has_more_is_said() {
    Finished refused = logIn(ours, "127.0.0.1", true, "no-such-user");
    assertThat(refused.status()).isEqualTo(255);
    assertThat(refused.errors()).contains(BANNER);
  }
}
