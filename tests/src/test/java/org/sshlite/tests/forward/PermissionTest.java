package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Scratch;

/**
 * Configurations and keys with each request, attacked over the wire: what OpenSSH's server forbids
 * by the table that it has answered (see PermitTableTest, which has all of it) is refused as it
 * should be, and nothing is connected to or listened at.
 */
@Timeout(300)
class PermissionTest {
  private static final Path TABLE =
      Path.of("..", "sshd-lite/src/test/resources/org/sshlite/sshd/permit/sshd-10.5.txt");

  /** Each configuration holds for who comes from an address of its own. */
  private static final String NETWORK = "127.0.1.";

  /** What a certificate may permit, in the order that it must have. */
  private static final List<String> PERMISSIONS =
      List.of(
          "permit-X11-forwarding",
          "permit-agent-forwarding",
          "permit-port-forwarding",
          "permit-pty",
          "permit-user-rc");

  /**
   * Of the rows in which two of configuration, key and certificate meet, one in so many: each costs
   * a login. All of them by {@code -P whole}, and in process.
   */
  private static final int PART = Boolean.getBoolean("whole") ? 1 : 31;

  /** Of the rows with one of the three alone one in so many, likewise. */
  private static final int PART_OF_THOSE_ALONE = Boolean.getBoolean("whole") ? 1 : 2;

  private record Row(String config, String options, String extensions, String answers) {
    boolean isOneAlone() {
      return Stream.of(config, options, extensions).filter(String::isEmpty).count() > 1;
    }

    Shown shown() {
      return new Shown(options, extensions);
    }

    static Row parse(String line) {
      String[] cells = line.split(" \\| ", -1);
      return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
    }
  }

  /**
   * What a login shows: a key, or where there are extensions a certificate, whose CA has the
   * options.
   */
  private record Shown(String options, String extensions) {}

  private static final Map<String, String> ADDRESSES = new HashMap<>();
  private static final Map<Shown, Signer> KEYS = new HashMap<>();
  private static final List<Row> ROWS = new ArrayList<>();
  private static int alone;
  private static int met;
  private static Scratch scratch;
  private static Path folder;
  private static Echo port;
  private static Echo socket;
  private static Path socketFile;
  private static int q;
  private static int r;
  private static LiteServer server;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    // a path of a socket is short
    scratch = new Scratch(Path.of("/tmp"), "p");
    socketFile = scratch.newFolder().resolve("s");
    port = Echo.start();
    socket = Echo.start(socketFile);
    q = LoopbackPort.free();
    r = LoopbackPort.free();
    Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Row::parse)
        .filter(row -> row.isOneAlone() ? alone++ % PART_OF_THOSE_ALONE == 0 : met++ % PART == 0)
        .forEach(ROWS::add);
    StringBuilder matches = new StringBuilder();
    for (Row row : ROWS) {
      if (!ADDRESSES.containsKey(row.config())) {
        String address = NETWORK + (ADDRESSES.size() + 1);
        ADDRESSES.put(row.config(), address);
        matches.append("Match Address ").append(address).append('\n');
        matches.append(filledIn(row.config()).replace(";", "\n")).append('\n');
        matches.append("X11Forwarding yes\n");
      }
    }
    Path include = Files.writeString(folder.resolve("matches"), matches);
    server =
        LiteServer.start(folder, "XAuthLocation /bin/sh", "MaxStartups 1000", "Include " + include);
    StringBuilder lines = new StringBuilder();
    Map<String, KeyPair> authorities = new HashMap<>();
    for (Row row : ROWS) {
      if (KEYS.containsKey(row.shown())) {
        continue;
      }
      KeyPair key = KeyPair.create(folder.resolve("key" + KEYS.size()));
      String options = filledIn(row.options());
      if (row.extensions().isEmpty()) {
        KEYS.put(row.shown(), key.key());
        lines.append(options).append(' ').append(key.line()).append('\n');
        continue;
      }
      KeyPair authority =
          authorities.computeIfAbsent(
              row.options(), _ -> KeyPair.create(folder.resolve("ca" + authorities.size())));
      lines.append("cert-authority").append(options.isEmpty() ? "" : "," + options);
      lines.append(' ').append(authority.line()).append('\n');
      KEYS.put(row.shown(), certified(key, authority, row.extensions()));
    }
    Files.writeString(folder.resolve("authorized_keys"), lines);
  }

  private static Signer certified(KeyPair key, KeyPair authority, String extensions)
      throws IOException {
    List<String> names =
        switch (extensions) {
          case "ALL" -> PERMISSIONS;
          case "none" -> List.of();
          default -> List.of(extensions);
        };
    CertificateFields fields =
        new CertificateFields(
            key.publicKey(),
            CertificateType.USER,
            1,
            "visitor",
            List.of(server.target().user()),
            0,
            CertificateFields.FOREVER,
            List.of(),
            names.stream().map(CertificateOption::flag).toList());
    return new CertifiedSigner(
        Certificate.sign(fields, authority.key(), "ssh-ed25519", new SecureRandom()), key.key());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    port.close();
    socket.close();
    Files.delete(socketFile);
    scratch.close();
  }

  private static String filledIn(String text) {
    return text.replace("{P}", "" + port.port())
        .replace("{Q}", "" + q)
        .replace("{R}", "" + r)
        .replace("{S}", "" + socketFile);
  }

  @Test
  void every_row_of_the_table_is_answered_over_the_wire_as_by_sshd() throws IOException {
    assertThat(ROWS).hasSizeGreaterThan(50);
    for (Row row : ROWS) {
      assertThat(answers(row)).as(row.toString()).isEqualTo(row.answers());
    }
  }

  private static String answers(Row row) throws IOException {
    Optional<Visitor> come =
        Visitor.come(server.target(), ADDRESSES.get(row.config()), KEYS.get(row.shown()));
    if (come.isEmpty()) {
      return "refused";
    }
    try (Visitor visitor = come.get()) {
      StringBuilder answers = new StringBuilder();
      for (boolean answer :
          new boolean[] {
            opens(visitor, tcp("127.0.0.1"), port),
            opens(visitor, tcp("localhost"), port),
            opens(visitor, new ChannelType.DirectStreamlocal("" + socketFile, "", 0), socket),
            listens(visitor, "localhost", q),
            listens(visitor, "", r),
            listens(visitor, "localhost", 0),
            listensAtSocket(visitor),
            visitor.ask(new SessionRequest.AuthAgentRequest()),
            visitor.ask(
                new SessionRequest.X11Request(
                    false, "MIT-MAGIC-COOKIE-1", "00112233445566778899aabbccddeeff", 0)),
            visitor.ask(new SessionRequest.PtyRequest("xterm", 80, 24, 0, 0, TerminalModes.NONE))
          }) {
        answers.append(answer ? '+' : '-');
      }
      return answers.toString();
    }
  }

  private static ChannelType tcp(String host) {
    return new ChannelType.DirectTcpip(host, port.port(), "127.0.0.1", 4000);
  }

  private static boolean opens(Visitor visitor, ChannelType type, Echo target) {
    int before = target.accepted();
    Optional<ChannelRefusedException> refusal = visitor.refusal(type);
    if (refusal.isEmpty()) {
      soon().until(() -> target.accepted() == before + 1);
      return true;
    }
    assertThat(refusal.get().reason())
        .isEqualTo(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED.code());
    assertThat(target.accepted()).isEqualTo(before);
    return false;
  }

  private static boolean listens(Visitor visitor, String address, int wanted) throws IOException {
    Optional<byte[]> answer = visitor.ask(new GlobalRequestType.TcpipForward(address, wanted));
    if (answer.isEmpty()) {
      if (wanted != 0) {
        assertThat(isListenedAt(wanted)).isFalse();
      }
      return false;
    }
    int bound = wanted == 0 ? port(answer.get()) : wanted;
    assertThat(isListenedAt(bound)).isTrue();
    assertThat(visitor.ask(new GlobalRequestType.CancelTcpipForward(address, bound))).isPresent();
    assertThat(visitor.ask(new GlobalRequestType.CancelTcpipForward(address, bound))).isEmpty();
    soon().until(() -> !isListenedAt(bound));
    return true;
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  private static int port(byte[] answer) {
    return ByteBuffer.wrap(answer).getInt();
  }

  private static boolean isListenedAt(int at) {
    try (Socket connected = new Socket(InetAddress.getByName("127.0.0.1"), at)) {
      return connected.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean listensAtSocket(Visitor visitor) {
    Path path = socketFile.resolveSibling("r");
    boolean answer = visitor.ask(new GlobalRequestType.StreamlocalForward("" + path)).isPresent();
    assertThat(Files.exists(path)).isEqualTo(answer);
    if (answer) {
      assertThat(visitor.ask(new GlobalRequestType.CancelStreamlocalForward("" + path)))
          .isPresent();
      assertThat(path).doesNotExist();
    }
    return answer;
  }

  /** A server opens these; nobody opens them on a server. */
  @Test
  void what_only_a_server_opens_is_prohibited_and_what_nobody_knows_is_unknown()
      throws IOException {
    try (Visitor visitor =
        Visitor.come(server.target(), NETWORK + 1, KEYS.get(new Shown("", ""))).orElseThrow()) {
      for (ChannelType type :
          List.of(
              new ChannelType.ForwardedTcpip("localhost", q, "127.0.0.1", 1),
              new ChannelType.ForwardedStreamlocal("" + socketFile, ""),
              new ChannelType.AuthAgent(),
              new ChannelType.X11("127.0.0.1", 1),
              new ChannelType.Tunnel(1, 0))) {
        assertThat(visitor.refusal(type).orElseThrow().reason())
            .as(type.name())
            .isEqualTo(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED.code());
      }
      assertThat(
              visitor
                  .refusal(new ChannelType.Unknown("direct-mind@example.com", new byte[0]))
                  .orElseThrow()
                  .reason())
          .isEqualTo(OpenFailureReason.UNKNOWN_CHANNEL_TYPE.code());
    }
  }

  @Test
  void ports_that_are_none_are_refused() throws IOException {
    try (Visitor visitor =
        Visitor.come(server.target(), NETWORK + 1, KEYS.get(new Shown("", ""))).orElseThrow()) {
      for (long none : new long[] {65_536, 0xffffffffL, 0x80000000L}) {
        assertThat(
                visitor.refusal(
                    new ChannelType.DirectTcpip("127.0.0.1", none, "127.0.0.1", 0xffffffffL)))
            .isPresent();
        assertThat(visitor.ask(new GlobalRequestType.TcpipForward("localhost", none))).isEmpty();
        assertThat(visitor.ask(new GlobalRequestType.CancelTcpipForward("localhost", none)))
            .isEmpty();
      }
    }
  }
}
