package org.sshlite.tests.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Keywords of ssh_config(5), as who writes them in a file meets them. */
@Timeout(120)
class KeywordTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** SSH_FXP_INIT and SSH_FXP_VERSION of version 3, without extensions. */
  private static final byte[] SFTP_INIT = {0, 0, 0, 5, 1, 0, 0, 0, 3};

  private static final int SFTP_VERSION = 2;

  @TempDir private static Path folder;
  private static LiteServer server;
  private static Target target;

  @BeforeAll
  static void start() {
    server =
        LiteServer.start(
            folder,
            "ListenAddress 0.0.0.0",
            "AcceptEnv WHO",
            "X11Forwarding yes",
            "Subsystem sftp internal-sftp");
    target = server.target();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<String> paths() {
    Stream<String> few = Stream.of("IdentityFile", "ControlPath");
    Stream<String> more = Stream.of("CertificateFile", "UserKnownHostsFile");
    return Boolean.getBoolean("whole") ? Stream.concat(few, more) : few;
  }

  @ParameterizedTest
  @MethodSource("paths")
  void a_path_in_the_home_folder_of_nobody_is_one_line(String keyword) throws IOException {
    Finished finished = login(keyword + " ~no-such-user/file", "127.0.0.1", "true").run();
    assertThat(finished.errors()).isEqualToIgnoringNewLines("\"~no-such-user\": No such user");
    assertThat(finished.status()).isEqualTo(255);
  }

  /** What every login here needs; the lines given stand before it, so they win. */
  private static Program login(String lines, String... arguments) throws IOException {
    String config =
        """
        %s
        Host *
          User %s
          Port %d
          IdentityFile %s
          IdentitiesOnly yes
          BatchMode yes
          GlobalKnownHostsFile none
          UserKnownHostsFile %s
          StrictHostKeyChecking yes
        """
            .formatted(
                lines, target.user(), target.port(), target.identity().file(), target.knownHosts());
    Path file = Files.createTempFile(folder, "config", "");
    return OurProgram.sshLite("-F", "" + Files.writeString(file, config)).with(arguments);
  }

  /** An address of this machine that is no loopback one: of that, ssh records no address. */
  private static String ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse("");
  }

  /** Names that only the program sees, and a name server that only it asks. */
  private static Program withNames(Program program) throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"),
            """
            127.0.0.1 real.other.example box.inner.example.
            127.0.0.1 box.inner.example
            %s far.inner.example
            """
                .formatted(ownAddress().isEmpty() ? "127.0.0.1" : ownAddress()));
    Path sources = Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files\n");
    Path resolver =
        Files.writeString(
            folder.resolve("resolv.conf"),
            "nameserver " + NameServer.ADDRESS + "\noptions trust-ad\n");
    String mounts =
        """
        mount --bind %s /etc/hosts
        mount --bind %s /etc/nsswitch.conf
        mount --bind %s /etc/resolv.conf
        """
            .formatted(hosts, sources, resolver);
    Peers.require("unshare");
    assumeTrue(
        Program.of(Peers.path("unshare"), "--mount", "sh", "-ec", mounts).run().status() == 0,
        "may mount nothing");
    return program.by("unshare", "--mount", "sh", "-ec", mounts + "exec \"$@\"", "sh");
  }

  @Test
  void a_short_name_is_completed_and_the_name_it_stands_for_permitted() throws IOException {
    Finished finished =
        withNames(
                login(
                    """
                    CanonicalizeHostname yes
                    CanonicalDomains nowhere.example inner.example
                    CanonicalizePermittedCNAMEs *.inner.example:*.other.example
                    NoHostAuthenticationForLocalhost yes
                    UserKnownHostsFile none
                    Match canonical host real.other.example
                      SetEnv WHO=canonical
                    """,
                    "box",
                    "echo $WHO"))
            .run();

    assertThat(finished.text()).as(finished.errors()).isEqualTo("canonical\n");
  }

  @ParameterizedTest
  @CsvSource({
    "CanonicalizeMaxDots 1, box.inner, 0, hostname box.inner.example",
    "CanonicalizeMaxDots 0, box.inner, 0, hostname box.inner",
    "CanonicalizeFallbackLocal no, nobody, 255, Could not resolve host \"nobody\"",
  })
  void a_name_is_completed_as_far_as_it_may_be(String line, String name, int status, String told)
      throws IOException {
    Finished finished =
        withNames(login("CanonicalizeHostname yes\nCanonicalDomains example\n" + line, "-G", name))
            .run();

    assertThat(finished.status()).isEqualTo(status);
    assertThat((finished.text() + finished.errors()).lines()).anyMatch(each -> each.endsWith(told));
  }

  @Test
  void names_are_recorded_as_hashes_and_the_address_beside_them_counts() throws IOException {
    assumeTrue(!ownAddress().isEmpty(), "no address but loopback");
    Path known = folder.resolve("learned");
    String lines = "UserKnownHostsFile " + known + "\nHashKnownHosts yes\nCheckHostIP ";

    Finished first =
        withNames(
                login(lines + "yes\nStrictHostKeyChecking accept-new", "far.inner.example", "true"))
            .run();

    assertThat(first.status()).as(first.errors()).isZero();
    List<String> learned = Files.readAllLines(known);
    assertThat(learned).hasSize(2).allMatch(line -> line.startsWith("|1|"));

    String other = KeyPair.create(folder.resolve("other")).line();
    String address = "[" + ownAddress() + "]:" + target.port();
    String name = "[far.inner.example]:" + target.port();
    Files.writeString(
        known,
        name
            + " "
            + new PublicKeyLine("", target.hostKey(), "")
            + "\n"
            + address
            + " "
            + other
            + "\n");
    Finished judged = withNames(login(lines + "yes", "far.inner.example", "true")).run();
    Finished trusting = withNames(login(lines + "no", "far.inner.example", "true")).run();

    assertThat(judged.status()).isEqualTo(255);
    assertThat(judged.errors()).contains(ownAddress());
    assertThat(trusting.status()).as(trusting.errors()).isZero();
  }

  @Test
  void a_key_that_was_revoked_is_not_believed() throws IOException {
    Path revoked = folder.resolve("host_key.pub");

    Finished finished = login("RevokedHostKeys " + revoked, Target.HOST, "true").run();

    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors()).contains("REVOKED HOST KEY", revoked.toString());
  }

  @Test
  void a_record_that_DNSSEC_vouches_for_is_enough() throws IOException {
    assumeTrue(NameServer.isPermitted(), "may not listen at a name server's port");
    String lines = "UserKnownHostsFile none\nVerifyHostKeyDNS yes";
    try (NameServer names = NameServer.start("box.inner.example", target.hostKey())) {
      Finished vouched = withNames(login(lines, "box.inner.example", "true")).run();
      Finished unknown = withNames(login(lines, "far.inner.example", "true")).run();

      assertThat(vouched.status()).as(vouched.errors()).isZero();
      assertThat(unknown.status()).isEqualTo(255);
      assertThat(names.asked()).contains("box.inner.example", "far.inner.example");
    }
  }

  @Test
  void a_tag_chooses_a_block_and_a_terminal_is_there_without_one_of_our_own() throws IOException {
    Finished finished =
        login(
                """
                IgnoreUnknown Foo*
                FooBar yes
                Host there
                  HostName 127.0.0.1
                  Tag special
                Match tagged special
                  RequestTTY force
                  SetEnv WHO=tagged
                """,
                "there",
                "echo $WHO; tty")
            .run();

    assertThat(finished.text()).as(finished.errors()).startsWith("tagged\r\n/dev/");
  }

  @Test
  void StdinNull_keeps_the_input_for_who_comes_next() throws IOException {
    Finished finished =
        login("StdinNull yes", Target.HOST, "cat; echo end")
            .by("sh", "-c", "\"$@\"; cat", "sh")
            .input("kept\n")
            .run();

    assertThat(finished.text()).as(finished.errors()).isEqualTo("end\nkept\n");
  }

  @Test
  void SessionType_subsystem_makes_the_command_the_name_of_one() throws IOException {
    try (Running running = login("SessionType subsystem", Target.HOST, "sftp").start()) {
      running.send(SFTP_INIT);
      await().atMost(PATIENCE).until(() -> running.output().length() > 4);

      assertThat(running.output().charAt(4)).isEqualTo((char) SFTP_VERSION);
    }
  }

  /** What stays in the background ends with its server. */
  @Test
  void ForkAfterAuthentication_leaves_a_connection_without_a_session() throws IOException {
    int port = LoopbackPort.free();
    Finished finished =
        login(
                "SessionType none\nForkAfterAuthentication yes\nLocalForward %d 127.0.0.1:%d"
                    .formatted(port, target.port()),
                Target.HOST)
            .run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    try (Socket socket = new Socket(Target.HOST, port)) {
      assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("SSH-");
    }
  }

  /** As OpenSSH 10.5 lists them. */
  @Test
  void the_keys_that_would_be_offered_are_listed_and_nobody_is_connected_to() throws IOException {
    Path key = target.identity().file();

    Finished finished = login("Port 1", "-Z", Target.HOST).run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(finished.text())
        .isEqualTo(key + " ED25519 " + target.identity().publicKey().fingerprint() + " explicit\n");
  }

  /** Which agent is lent, and what xauth(1) is asked for. */
  @ParameterizedTest
  @CsvSource({
    "yes, SSH_AUTH_SOCK, yes, list",
    "$OTHER_AGENT, OTHER_AGENT, no, untrusted",
  })
  void an_agent_and_a_display_are_lent_as_the_file_says(
      String agentValue, String variable, String trusted, String asked) throws IOException {
    OpenSshAgent.require();
    Path place = Files.createTempDirectory("k");
    Path log = place.resolve("asked");
    Path xauth = Files.writeString(place.resolve("xauth"), "#!/bin/sh\necho \"$@\" >>" + log);
    Files.setPosixFilePermissions(xauth, PosixFilePermissions.fromString("rwx------"));
    try (OpenSshAgent agent = OpenSshAgent.start(place.resolve("agent"))) {
      agent.add("" + target.identity().file());
      Finished finished =
          login(
                  """
                  ForwardAgent %s
                  ForwardX11 yes
                  ForwardX11Trusted %s
                  XAuthLocation %s
                  """
                      .formatted(agentValue, trusted, xauth),
                  Target.HOST,
                  "ssh-add -l")
              .env("SSH_AUTH_SOCK", "")
              .env("DISPLAY", ":77")
              .env(variable, "" + agent.socket())
              .run();

      assertThat(finished.text()).contains(target.identity().publicKey().fingerprint());
      assertThat(Files.readString(log)).contains(asked);
      if (trusted.equals("yes")) {
        assertThat(Files.readString(log)).doesNotContain("untrusted");
      }
    }
  }
}
