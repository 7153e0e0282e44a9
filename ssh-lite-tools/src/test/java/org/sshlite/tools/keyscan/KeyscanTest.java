package org.sshlite.tools.keyscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

class KeyscanTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PrivateKey ED25519 = PrivateKey.generate("ssh-ed25519", RANDOM);
  private static final PrivateKey ECDSA = PrivateKey.generate("ecdsa-sha2-nistp384", RANDOM);
  private static final PrivateKey RSA = RsaPrivateKey.generate(2048, RANDOM);
  private static final PrivateKey COMPOSITE =
      PrivateKey.generate("ssh-mldsa44-ed25519@openssh.com", RANDOM);
  private static HostWithKeys host;

  @TempDir private Path folder;

  @BeforeAll
  static void start_a_host() throws Exception {
    host = new HostWithKeys(ED25519, ECDSA, RSA, COMPOSITE);
  }

  @AfterAll
  static void stop_it() {
    host.close();
  }

  private static String text(PublicKey key) {
    return new PublicKeyLine("", key, "").toString();
  }

  private static String line(PrivateKey key) {
    return "[127.0.0.1]:" + host.port() + " " + text(key.publicKey()) + "\n";
  }

  private static String comment() {
    return "# 127.0.0.1:" + host.port() + " " + IdentificationString.OURS.line() + "\n";
  }

  private static Result scan(Object... arguments) {
    Object[] all = new Object[arguments.length + 2];
    all[0] = "-p";
    all[1] = host.port();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Keyscan.run(all);
  }

  @Test
  void every_kind_of_key_is_seen_in_the_order_of_ssh_keyscan() {
    Result result = scan("127.0.0.1");
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    String none = comment(); // a host has no keys in tokens
    assertThat(result.out())
        .isEqualTo(
            comment()
                + line(RSA)
                + comment()
                + line(ECDSA)
                + comment()
                + line(ED25519)
                + none
                + none
                + comment()
                + line(COMPOSITE));
  }

  @Test
  void nobody_logs_in() {
    assertThat(scan("127.0.0.1").status()).isZero();
    assertThat(host.wasAskedToLogIn()).isFalse();
  }

  @Test
  void only_the_kinds_that_are_asked_for_are_seen() {
    assertThat(scan("-q", "-t", "ed25519", "127.0.0.1").out()).isEqualTo(line(ED25519));
    assertThat(scan("-q", "-t", "ED25519,rsa", "127.0.0.1").out())
        .isEqualTo(line(RSA) + line(ED25519));
    assertThat(scan("-q", "-t", "mldsa44-ed25519", "127.0.0.1").out()).isEqualTo(line(COMPOSITE));
    Result none = scan("-q", "-t", "ecdsa-sk", "127.0.0.1");
    assertThat(none.answer()).isEqualTo("exit status 1");
    assertThat(none.err()).isEmpty();
    assertThat(scan("-q", "-v", "-t", "ecdsa-sk", "127.0.0.1").messages())
        .startsWith("debug1: 127.0.0.1: no matching host key type found.")
        .hasLineCount(1);
  }

  @Test
  void certificates_are_seen_without_names() throws Exception {
    CertificateFields fields =
        new CertificateFields(
            ED25519.publicKey(),
            CertificateType.HOST,
            1,
            "host",
            List.of("127.0.0.1"),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    Certificate certificate = Certificate.sign(fields, ECDSA, "ecdsa-sha2-nistp384", RANDOM);
    try (HostWithKeys certified =
        new HostWithKeys(new CertifiedSigner(certificate, ED25519), ECDSA)) {
      Result result =
          Keyscan.run("-q", "-c", "-p", certified.port(), "-t", "ecdsa,ed25519", "127.0.0.1");
      assertThat(result.answer()).isEqualTo(text(certificate) + "\nexit status 0");
    }
    assertThat(scan("-q", "-c", "127.0.0.1").answer()).isEqualTo("exit status 1");
  }

  @Test
  void hashed_names_are_found_by_ssh_keygen() throws Exception {
    Path file = folder.resolve("known_hosts");
    Result result = scan("-q", "-H", "-t", "ed25519", "127.0.0.1 Build-7,other");
    assertThat(result.out().lines()).hasSize(2).allMatch(line -> line.startsWith("|1|"));
    Files.writeString(file, result.out());
    for (String name : List.of("build-7", "other")) {
      assertThat(Peer.keygen("-q", "-F", "[" + name + "]:" + host.port(), "-f", file).out())
          .endsWith(text(ED25519.publicKey()) + "\n");
    }
  }

  @Test
  void records_for_the_DNS_are_those_of_ssh_keygen() throws Exception {
    Path pub = Files.writeString(folder.resolve("key.pub"), text(ED25519.publicKey()) + "\n");
    String records = Peer.keygen("-r", "127.0.0.1", "-f", pub).out();
    assertThat(scan("-q", "-D", "-t", "ed25519", "127.0.0.1").out()).isEqualTo(records);
    assertThat(scan("-D", "-t", "ed25519", "127.0.0.1").out())
        .isEqualTo(comment().replace('#', ';') + records);
    assertThat(scan("-q", "-D", "-O", "hashalg=sha256", "-t", "ed25519", "127.0.0.1").out())
        .isEqualTo(records.lines().toList().getLast() + "\n");
    assertThat(scan("-q", "-D", "-t", "mldsa44-ed25519", "127.0.0.1").messages())
        .isEqualTo("unsupported algorithm and/or digest_type\n");
  }

  @Test
  void hosts_come_from_files_and_standard_input() throws Exception {
    String hosts =
        """
        # a comment
        127.0.0.1 name,alias # another

        \t127.0.0.1/32
        no-such-host.invalid,127.0.0.1
        """;
    String port = "]:" + host.port() + " " + text(ED25519.publicKey()) + "\n";
    String expected =
        "[name"
            + port
            + "[alias"
            + port
            + "[127.0.0.1"
            + port
            + "[no-such-host.invalid"
            + port
            + "[127.0.0.1"
            + port;
    Path file = Files.writeString(folder.resolve("hosts"), hosts);
    Result result = scan("-q", "-t", "ed25519", "-f", file);
    assertThat(result.out()).isEqualTo(expected);
    assertThat(result.messages())
        .isEqualTo("getaddrinfo no-such-host.invalid: Name or service not known\n");
    assertThat(
            Keyscan.runWithInput(hosts, "-p", host.port(), "-q", "-t", "ed25519", "-f", "-").out())
        .isEqualTo(expected);
    assertThat(scan("-f", folder.resolve("missing")).messages())
        .isEqualTo(
            "ssh-lite-keyscan: " + folder.resolve("missing") + ": No such file or directory\n");
  }

  @Test
  void more_hosts_than_connections_at_a_time_are_seen_in_order() {
    String hosts =
        String.join("\n", IntStream.range(0, 450).mapToObj(i -> "127.0.0.1 host" + i).toList());
    Result result =
        Keyscan.runWithInput(hosts, "-p", host.port(), "-q", "-t", "ed25519", "-f", "-");
    assertThat(result.out().lines().map(line -> line.substring(1, line.indexOf(']'))))
        .containsExactlyElementsOf(IntStream.range(0, 450).mapToObj(i -> "host" + i).toList());
  }

  @Test
  void a_key_whose_private_half_the_host_does_not_have_is_not_printed() throws Exception {
    Signer impostor =
        new Signer() {
          @Override
          public PublicKey publicKey() {
            return ED25519.publicKey();
          }

          @Override
          public byte[] sign(String algorithm, byte[] data) throws IOException {
            return PrivateKey.generate("ssh-ed25519", RANDOM).sign(algorithm, data);
          }
        };
    try (HostWithKeys lying = new HostWithKeys(impostor)) {
      Result result = Keyscan.run("-q", "-p", lying.port(), "-t", "ed25519", "127.0.0.1");
      assertThat(result.answer()).isEqualTo("exit status 1");
      assertThat(result.messages()).contains("signature").hasLineCount(1);
    }
  }

  /** Answers each connection with some bytes, and then closes it, or falls silent. */
  private static ServerSocket answering(String greeting, boolean closes) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              List<Socket> silent = Collections.synchronizedList(new ArrayList<>());
              try {
                while (true) {
                  Socket socket = server.accept();
                  silent.add(socket);
                  socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
                  if (closes) {
                    socket.close();
                  }
                }
              } catch (IOException _) {
                silent.forEach(KeyscanTest::closeQuietly);
              }
            });
    return server;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | true | Connection closed by remote host",
        "SSH-2.0-x | true | Connection closed by remote host",
        "SSH-1.5-old\\n | true | the peer speaks SSH protocol 1.5; only 2.0 is safe",
        "'' | false | timed out waiting for the server",
        "SSH-2.0-silent\\r\\n | false | timed out waiting for the server"
      })
  void a_host_that_is_no_SSH_server_is_told_and_not_waited_for(
      String greeting, boolean closes, String problem) throws Exception {
    Instant start = Instant.now();
    try (ServerSocket server =
        answering(greeting.replace("\\n", "\n").replace("\\r", "\r"), closes)) {
      Result result =
          Keyscan.run(
              "-q", "-T", "1", "-t", "rsa,ed25519", "-p", server.getLocalPort(), "127.0.0.1");
      assertThat(result.answer()).isEqualTo("exit status 1");
      // once, though two kinds were asked for
      assertThat(result.messages()).isEqualTo("127.0.0.1: " + problem + "\n");
    }
    assertThat(Instant.now()).isBefore(start.plusSeconds(20));
  }

  @Test
  void what_a_host_says_does_nothing_to_a_terminal() throws Exception {
    try (ServerSocket server = answering("\033[2J\r\nSSH-2.0-x\033[2J\r\n", true)) {
      Result result =
          Keyscan.run("-T", "1", "-t", "ed25519", "-p", server.getLocalPort(), "127.0.0.1");
      assertThat(result.out() + result.err()).doesNotContain("\033").isNotEmpty();
    }
  }

  @Test
  void a_port_where_nobody_listens_is_told_once() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    Result result = Keyscan.run("-p", port, "127.0.0.1");
    assertThat(result.answer()).isEqualTo("exit status 1");
    assertThat(result.messages()).isEqualTo("connect (`127.0.0.1'): Connection refused\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-4", "-6"})
  void only_addresses_of_the_family_are_asked(String family) {
    String other = family.equals("-4") ? "::1" : "127.0.0.1";
    Result result = scan("-t", "ed25519", family, other);
    assertThat(result.answer()).isEqualTo("exit status 1");
    assertThat(result.messages())
        .isEqualTo("getaddrinfo " + other + ": Address family for hostname not supported\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p 0 h | 1 | Bad port '0'",
        "-p 65536 h | 1 | Bad port '65536'",
        "-p ssh h | 1 | Bad port 'ssh'",
        "-t dsa h | 255 | Unknown key type \"dsa\"",
        "-O x h | 255 | Unsupported -O option",
        "-O hashalg=x h | 255 | Unsupported hash algorithm"
      })
  void a_bad_value_is_told_in_one_line(String arguments, int status, String message) {
    Result result = Keyscan.run((Object[]) arguments.split(" "));
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.messages()).isEqualTo(message + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-q", "-T 0 h", "-T x h", "-x", "-p"})
  void the_usage_is_shown_where_the_command_line_is_not_understood(String arguments) {
    Result result = Keyscan.run((Object[]) arguments.split(" "));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages()).contains("usage: ssh-lite-keyscan [-46cDHqv]");
  }

  @Test
  void help_goes_to_standard_output() {
    Result result = Keyscan.run("--help");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("usage: ").contains("known to be the");
    assertThat(result.err()).isEmpty();
  }
}
