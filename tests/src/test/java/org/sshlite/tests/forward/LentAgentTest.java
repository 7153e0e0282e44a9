package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.OpenSshSftp;

/** Which agent the far side gets, and what it is told at the start: ours beside ssh. */
@Timeout(120)
class LentAgentTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final String AGENT_REQUEST = "request auth-agent-req@openssh.com";
  private static final String LAST_SESSION = "rtype no-more-sessions@openssh.com";

  @TempDir static Path folder;
  private static OpenSshServer server;
  private static KeyPair usual;
  private static KeyPair other;
  private static OpenSshAgent usualAgent;
  private static OpenSshAgent otherAgent;

  @BeforeAll
  static void start() {
    OpenSshServer.require();
    OpenSshAgent.require();
    server = OpenSshServer.start(folder, "LogLevel DEBUG1", "Subsystem sftp internal-sftp");
    usual = KeyPair.create(folder.resolve("usual"));
    other = KeyPair.create(folder.resolve("other"));
    usualAgent = OpenSshAgent.start(folder.resolve("usual.s")).add("" + usual.file());
    otherAgent = OpenSshAgent.start(folder.resolve("other.s")).add("" + other.file());
  }

  @AfterAll
  static void stop() {
    for (OpenSshAgent agent : new OpenSshAgent[] {usualAgent, otherAgent}) {
      if (agent != null) {
        agent.close();
      }
    }
    if (server != null) {
      server.close();
    }
  }

  /** Both, or ours alone: where it is asked for, whether the test is right. */
  static List<Client> clients() {
    return WHOLE ? List.of(Client.SSH, Client.SSH_LITE) : List.of(Client.SSH_LITE);
  }

  private static Finished keys(Client client, String... flags) {
    return Login.to(server.target())
        .extra(flags)
        .command("echo \"at $SSH_AUTH_SOCK.\"; ssh-add -L; true")
        .by(client)
        .env("SSH_AUTH_SOCK", "" + usualAgent.socket())
        .env("OTHER_AGENT", "" + otherAgent.socket())
        .run();
  }

  private static String blob(KeyPair pair) {
    return pair.line().split(" ")[1];
  }

  static Stream<Arguments> agents() {
    List<String> few = List.of("none nobody", "$OTHER_AGENT other");
    List<String> more =
        List.of("SSH_AUTH_SOCK usual", "%s other", "${OTHER_AGENT} other", "$NOT_SET nobody");
    return (WHOLE ? Stream.of(few, more) : Stream.of(few))
        .flatMap(List::stream)
        .map(row -> row.split(" "))
        .flatMap(row -> clients().stream().map(client -> Arguments.of(client, row[0], row[1])));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void it_is_the_one_of_IdentityAgent(Client client, String value, String whose) {
    String agent = value.replace("%s", "" + otherAgent.socket());
    String text = keys(client, "-A", "-o", "IdentityAgent=" + agent).text();

    assertThat(text.contains(blob(usual))).isEqualTo(whose.equals("usual"));
    assertThat(text.contains(blob(other))).isEqualTo(whose.equals("other"));
    assertThat(text.startsWith("at .\n")).isEqualTo(whose.equals("nobody"));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void another_one_may_be_lent_unless_agents_are_switched_off(Client client) {
    String named = "ForwardAgent=" + otherAgent.socket();
    assertThat(keys(client, "-o", named).text()).contains(blob(other));
    assertThat(keys(client, "-o", named, "-o", "IdentityAgent=none").text()).startsWith("at .\n");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void one_that_is_not_there_is_told_and_ends_the_program_where_it_is_asked_to(Client client)
      throws IOException {
    String told = "Cannot forward agent socket path \"/missing\": No such file or directory";
    // a master that is gone is asked first, by what begins anew then
    Path gone = folder.resolve("gone-" + client);
    Files.deleteIfExists(gone);
    Files.createFile(gone);
    Finished goesOn = keys(client, "-o", "ForwardAgent=/missing", "-S", "" + gone);
    assertThat(goesOn.errors()).containsOnlyOnce(told);
    assertThat(goesOn.text()).startsWith(client == Client.SSH_LITE ? "at .\n" : "at ");

    Finished ends = keys(client, "-o", "ForwardAgent=/missing", "-o", "ExitOnForwardFailure=yes");
    assertThat(ends.errors().strip()).isEqualTo(told);
    assertThat(ends.text()).isEmpty();
    assertThat(ends.status()).isEqualTo(255);
  }

  /** The far side would wonder at a socket that nobody answers at. */
  @Test
  void one_that_is_gone_is_not_lent() throws IOException {
    Path stale = Files.createFile(folder.resolve("stale"));
    assertThat(keys(Client.SSH_LITE, "-o", "ForwardAgent=" + stale).text()).startsWith("at .\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sftp", "scp"})
  void files_are_moved_with_an_agent_where_the_command_line_says_so_and_only_then(String name)
      throws IOException {
    Path config = Files.writeString(folder.resolve(name + ".conf"), "Host *\nForwardAgent yes\n");
    int before = count(AGENT_REQUEST);
    int last = count(LAST_SESSION);
    assertThat(files(name, "-F", "" + config).status()).isZero();
    awaitCount(LAST_SESSION, last + 1);
    assertThat(count(AGENT_REQUEST)).isEqualTo(before);
    if (name.equals("sftp") && !WHOLE) {
      return; // both hand the flag on
    }
    assertThat(files(name, "-A").status()).isZero();
    awaitCount(AGENT_REQUEST, before + 1);
    // of one that was said too early, the session would be refused
    awaitCount(LAST_SESSION, last + 2);
  }

  private static Finished files(String name, String... flags) throws IOException {
    Target target = server.target();
    String host = target.user() + "@" + Target.HOST;
    List<String> words = new ArrayList<>(List.of(OpenSshSftp.options(target)));
    words.addAll(List.of("-P", "" + target.port()));
    words.addAll(List.of(flags));
    words.addAll(
        name.equals("sftp")
            ? List.of("-b", "-", host)
            : List.of(
                "" + Files.writeString(folder.resolve("file"), "text"),
                host + ":" + folder.resolve("copied")));
    Program program = name.equals("sftp") ? OurProgram.sftp() : OurProgram.scp();
    return program
        .with(words.toArray(String[]::new))
        .env("SSH_AUTH_SOCK", "" + usualAgent.socket())
        .input("pwd\n")
        .run();
  }

  /** A log is read by a thread of its own. */
  private static void awaitCount(String text, int expected) {
    Awaitility.await().untilAsserted(() -> assertThat(count(text)).isEqualTo(expected));
  }

  /** How often the server has logged it. */
  private static int count(String text) {
    return server.log().split(text, -1).length - 1;
  }

  @ParameterizedTest
  @MethodSource("clients")
  void who_shares_no_connection_says_that_its_session_is_the_last(Client client) {
    int before = count(LAST_SESSION);
    Login.to(server.target()).command("true").by(client).runWell();
    awaitCount(LAST_SESSION, before + 1);

    String shared = "" + folder.resolve("shared");
    Login.to(server.target()).extra("-M", "-S", shared).command("true").by(client).runWell();
    awaitCount(LAST_SESSION, before + 1);

    try (Running _ = Login.to(server.target()).extra("-N").by(client).start()) {
      awaitCount(LAST_SESSION, before + 2);
    }
  }
}
