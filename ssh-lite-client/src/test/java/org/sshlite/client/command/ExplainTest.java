package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ConnectionLostException;
import org.sshlite.client.HostNotTrustedException;
import org.sshlite.client.HostReport;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.client.SshClient;
import org.sshlite.client.TestServer;
import org.sshlite.client.config.Destination;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.SshfpRecord;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.Verdict;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.protocol.transport.TransportOptions;

@Timeout(120)
class ExplainTest {
  @TempDir private Path folder;
  private final ScriptedDialog dialog = new ScriptedDialog("yes", TestServer.PASSWORD);
  private TestServer server;
  private Path knownHosts;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    knownHosts = folder.resolve("known_hosts");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void know(TestServer known) throws Exception {
    byte[] blob = known.hostKey.publicKey().blob();
    String key = Base64.getEncoder().encodeToString(blob);
    Files.writeString(knownHosts, "[127.0.0.1]:%d ssh-ed25519 %s\n".formatted(server.port(), key));
  }

  private TrustOptions trust(StrictHostKeyChecking strictness) {
    return new TrustOptions(
        KnownHosts.open(List.of(knownHosts), List.of()), strictness, false, Optional.empty(), 2048);
  }

  private HostReport explain(TrustOptions trust, TransportOptions transport) throws Exception {
    ClientOptions options =
        ClientOptions.builder().trust(trust).transport(transport).dialog(dialog).build();
    try (SshClient client = SshClient.create(options)) {
      return client.explain(Destination.parse(server.destination()).orElseThrow());
    }
  }

  private HostReport explain(StrictHostKeyChecking strictness) throws Exception {
    return explain(trust(strictness), TransportOptions.defaults());
  }

  @Test
  @Timeout(120)
  void one_that_is_interrupted_leaves_no_connection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SshClient client = SshClient.create(ClientOptions.builder().dialog(dialog).build())) {
      Destination there =
          Destination.parse("ssh://127.0.0.1:" + silent.getLocalPort()).orElseThrow();
      CompletableFuture<Object> told = new CompletableFuture<>();
      Thread asking =
          Thread.startVirtualThread(
              () -> {
                try {
                  told.complete(client.explain(there));
                } catch (IOException e) {
                  told.complete(e);
                }
              });
      try (Socket socket = silent.accept()) {
        socket.getInputStream().read(); // it has begun
        asking.interrupt();
        assertThat(told.join()).isInstanceOf(InterruptedIOException.class);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // to its end
      }
    }
  }

  @Test
  void a_known_host_is_believed_and_every_step_is_told() throws Exception {
    know(server);
    HostReport report = explain(StrictHostKeyChecking.YES);
    String fingerprint = server.hostKey.publicKey().fingerprint();
    assertThat(report.isBelieved()).isTrue();
    assertThat(String.join("\n", new TextReport(report).lines()))
        .contains("the server: SSH-2.0-sshlite")
        .contains("key exchange: mlkem768x25519-sha256")
        .contains("our first choice, and the server has it")
        .contains("nothing to choose: the cipher authenticates its packets itself")
        .contains("Both sides keep to strict key exchange")
        .contains("key:       ssh-ed25519 " + fingerprint)
        .contains("The signature is good")
        .contains("The verdict: believed")
        .contains("The private half of ssh-ed25519 " + fingerprint)
        .contains("or to have changed " + knownHosts + ":1 before.");
  }

  @Test
  void what_was_passed_over_is_named() throws Exception {
    know(server);
    HostReport report =
        explain(
            trust(StrictHostKeyChecking.YES),
            TransportOptions.builder()
                .hostKeyAlgorithms(List.of("rsa-sha2-512", "ssh-ed25519"))
                .build());
    assertThat(Choice.of(report.transcript()))
        .filteredOn(choice -> choice.slot().equals("host key algorithm"))
        .singleElement()
        .satisfies(choice -> assertThat(choice.chosen()).isEqualTo("ssh-ed25519"));
    assertThat(new TextReport(report).lines())
        .contains("   The host key algorithms whose keys are known for this host were put first.");
    Choice choice = new Choice("x", List.of("a", "b"), List.of("b", "\033[2J"), "b");
    assertThat(choice.reason())
        .isEqualTo("the first of ours that the server has; it has none of a");
    assertThat(choice.theirs()).doesNotContain("\033[2J");
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_or_changed_host_is_not_believed_nobody_asked_nothing_tried_or_learned(
      StrictHostKeyChecking strictness) throws Exception {
    HostReport unknown = explain(strictness);
    assertThat(unknown.isBelieved()).isFalse();
    assertThat(new TextReport(unknown).lines()).contains("5. The verdict: NOT believed");
    assertThat(knownHosts).doesNotExist();
    try (TestServer other = new TestServer()) {
      know(other);
      HostReport changed = explain(strictness);
      assertThat(changed.isBelieved()).isFalse();
      assertThat(changed.verdict()).isInstanceOf(Verdict.Changed.class);
    }
    assertThat(server.attempts).isEmpty();
    assertThat(dialog.questions).isEmpty();
  }

  @Test
  void an_error_of_DNS_or_KnownHostsCommand_is_never_a_yes() throws Exception {
    KnownHosts files = KnownHosts.open(List.of(knownHosts), List.of());
    TrustOptions failingDns =
        new TrustOptions(
            new HostVerifier(files, List.of(), VerifyHostKeyDns.YES),
            StrictHostKeyChecking.YES,
            false,
            Optional.empty(),
            2048,
            UpdateHostKeys.NO,
            _ -> new DnsAnswer.Failed("SERVFAIL"));
    assertThat(explain(failingDns, TransportOptions.defaults()).isBelieved()).isFalse();

    know(server);
    KnownHosts failing =
        files.withCommand(
            (_, _, _) -> {
              throw new IOException("the command failed");
            });
    TrustOptions command =
        new TrustOptions(failing, StrictHostKeyChecking.OFF, false, Optional.empty(), 2048);
    assertThatThrownBy(() -> explain(command, TransportOptions.defaults()))
        .isInstanceOf(HostNotTrustedException.class)
        .hasMessageContaining("the command failed");
  }

  private TrustOptions bySshfp(VerifyHostKeyDns dns, Function<String, DnsAnswer> sshfp) {
    return new TrustOptions(
        new HostVerifier(KnownHosts.open(List.of(knownHosts), List.of()), List.of(), dns),
        StrictHostKeyChecking.YES,
        false,
        Optional.empty(),
        2048,
        UpdateHostKeys.NO,
        sshfp);
  }

  @Test
  void SSHFP_records_make_a_host_believed_only_where_DNSSEC_vouches_and_yes_is_set()
      throws Exception {
    List<SshfpRecord> records = List.of(SshfpRecord.of(server.hostKey.publicKey()));
    for (boolean secure : List.of(true, false)) {
      for (VerifyHostKeyDns dns : VerifyHostKeyDns.values()) {
        HostReport report =
            explain(
                bySshfp(dns, _ -> new DnsAnswer.Records(records, secure)),
                TransportOptions.defaults());
        assertThat(report.isBelieved()).isEqualTo(secure && dns == VerifyHostKeyDns.YES);
        String text = String.join("\n", new TextReport(report).lines());
        if (report.isBelieved()) {
          assertThat(text).contains("its SSHFP record, which DNSSEC vouches for.", "DNS zone");
        } else if (dns != VerifyHostKeyDns.NO) {
          assertThat(text).contains("Matching host key fingerprint found in DNS");
        } else {
          assertThat(text).doesNotContain("DNS");
        }
      }
    }
  }

  @Test
  void a_lookup_that_breaks_down_ends_the_connection() {
    for (Throwable failure : List.of(new OutOfMemoryError("lookup"), new RuntimeException())) {
      Function<String, DnsAnswer> breaking =
          _ -> {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          };
      assertThatThrownBy(
              () -> explain(bySshfp(VerifyHostKeyDns.YES, breaking), TransportOptions.defaults()))
          .isInstanceOf(ConnectionLostException.class);
    }
    assertThat(server.attempts).isEmpty();
  }

  @Test
  void a_revoked_key_is_not_believed_though_it_is_known() throws Exception {
    know(server);
    Path revoked = folder.resolve("revoked");
    Files.writeString(
        revoked,
        "ssh-ed25519 "
            + Base64.getEncoder().encodeToString(server.hostKey.publicKey().blob())
            + "\n");
    for (Path file : List.of(revoked, folder.resolve("missing"))) {
      TrustOptions trust =
          new TrustOptions(
              new HostVerifier(
                  KnownHosts.open(List.of(knownHosts), List.of()),
                  List.of(file),
                  VerifyHostKeyDns.NO),
              StrictHostKeyChecking.YES,
              false,
              Optional.empty(),
              2048,
              UpdateHostKeys.NO,
              _ -> new DnsAnswer.NotAsked());
      assertThat(explain(trust, TransportOptions.defaults()).isBelieved()).isFalse();
    }
  }

  @Test
  void where_nothing_is_in_common_there_is_no_report() {
    assertThatThrownBy(
            () ->
                explain(
                    trust(StrictHostKeyChecking.YES),
                    TransportOptions.builder().hostKeyAlgorithms(List.of("rsa-sha2-512")).build()))
        .hasMessageContaining("no matching host key type found");
  }

  @Test
  void JSON_holds_the_same_in_one_line_of_ASCII() throws Exception {
    know(server);
    assertThat(JsonReport.of(explain(StrictHostKeyChecking.YES)))
        .startsWith(
            "{\"schema\":\"ssh-lite-explain/1\",\"believed\":true,\"host\":\"[127.0.0.1]:"
                + server.port()
                + "\"")
        .contains("\"slot\":\"key exchange\",\"chosen\":\"mlkem768x25519-sha256\"")
        .contains("\"verdict\":{\"name\":\"Trusted\"")
        .matches("\\p{ASCII}*")
        .doesNotContain("\n");
    assertThat(Json.write(List.of("\"\\\033é", true)))
        .isEqualTo("[\"\\\"\\\\\\u001b\\u00e9\",true]");
    assertThat(JsonReport.ofFailure("no \"host\""))
        .isEqualTo(
            "{\"schema\":\"ssh-lite-explain/1\",\"believed\":false,\"problem\":\"no"
                + " \\\"host\\\"\"}");
  }

  @Test
  void the_schema_names_each_member_and_no_other() throws Exception {
    know(server);
    String schema =
        new String(JsonReport.class.getResourceAsStream("explain-1.schema.json").readAllBytes());
    String written =
        JsonReport.of(explain(StrictHostKeyChecking.YES)) + JsonReport.ofFailure("no host");

    Set<String> described = names(schema, "(?m)^ +\"(\\w+)\": \\{\"(?:type|const|\\$ref)");
    described.removeAll(Set.of("keyId", "principals", "ca"));
    assertThat(names(written, "[{,]\"(\\w+)\":")).isEqualTo(described);
  }

  private static Set<String> names(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
