package org.sshlite.client.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.client.dns.DnsMessage.ANSWERED;
import static org.sshlite.client.dns.DnsMessage.AUTHENTIC;
import static org.sshlite.client.dns.DnsMessage.CUT;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.SshfpRecord;

@Timeout(120)
class SshfpLookupTest {
  private static final String HOST = "build-7.example.org";
  private static final String DIGEST = "ab".repeat(32);
  private static final String DATA = "0402" + DIGEST;
  private static final SshfpRecord RECORD = new SshfpRecord(4, 2, DIGEST);
  private static final Duration SHORT = Duration.ofMillis(200); // where there is nothing to come
  private static final Duration LONG = Duration.ofSeconds(30);

  private DnsServer server;

  @BeforeEach
  void start() throws Exception {
    server = new DnsServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DnsAnswer lookUp(String host, Duration timeout, boolean edns0, boolean trustsAd) {
    List<InetSocketAddress> servers = List.of(server.address());
    return new SshfpLookup(() -> new ResolverConfig(servers, timeout, 1, edns0, trustsAd))
        .apply(host);
  }

  private DnsAnswer lookUp() {
    return lookUp(HOST, LONG, true, true);
  }

  private static DnsAnswer records(boolean secure, SshfpRecord... records) {
    return new DnsAnswer.Records(List.of(records), secure);
  }

  private static List<byte[]> good(byte[] question) {
    return List.of(DnsMessage.answerTo(question, ANSWERED | AUTHENTIC).sshfp(DATA).bytes());
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void an_answer_is_secure_when_it_is_authentic_and_the_server_is_trusted(
      boolean trusted, boolean authentic) {
    server.udp =
        question ->
            List.of(
                DnsMessage.answerTo(question, authentic ? ANSWERED | AUTHENTIC : ANSWERED)
                    .sshfp(DATA)
                    .bytes());
    assertThat(lookUp(HOST, LONG, true, trusted)).isEqualTo(records(trusted && authentic, RECORD));
  }

  @ParameterizedTest
  @CsvSource({"true,true,0120,1", "true,false,0100,1", "false,true,0120,0", "false,false,0100,0"})
  void DNSSEC_is_asked_for_as_resolv_conf_says(
      boolean edns0, boolean trusted, String flags, int additional) {
    server.udp = SshfpLookupTest::good;
    lookUp(HOST, LONG, edns0, trusted);
    byte[] question = server.askedOverUdp.getFirst();
    String header = "%02x%02x".formatted(question[2], question[3]);
    assertThat(header).isEqualTo(flags);
    assertThat(question[11]).isEqualTo((byte) additional);
    String text = new String(question, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("\7build-7\7example\3org\0\0\54\0\1");
    String opt = "\0\0\51\4\320\0\0\200\0\0\0"; // root, OPT, 1232 bytes, DO
    assertThat(text.endsWith(opt)).isEqualTo(edns0);
  }

  @Test
  void a_name_without_records_or_that_is_none_has_none() {
    for (int code : new int[] {0, 3}) {
      server.udp = question -> List.of(DnsMessage.answerTo(question, ANSWERED | code).bytes());
      assertThat(lookUp()).isEqualTo(records(false));
    }
  }

  @Test
  void an_answer_that_does_not_fit_is_asked_for_over_TCP() {
    server.udp =
        question ->
            List.of(DnsMessage.answerTo(question, ANSWERED | AUTHENTIC | CUT).sshfp(DATA).bytes());
    SshfpRecord[] many = new SshfpRecord[100];
    Arrays.fill(many, RECORD);
    server.tcp =
        question -> {
          DnsMessage answer = DnsMessage.answerTo(question, ANSWERED | AUTHENTIC);
          for (int i = 0; i < many.length; i++) {
            answer.sshfp(DATA);
          }
          return List.of(answer.bytes());
        };
    assertThat(lookUp()).isEqualTo(records(true, many));
    assertThat(server.askedOverTcp).hasSize(1);
  }

  @Test
  void the_records_of_another_name_count_only_where_the_name_is_an_alias_of_it() {
    server.udp =
        question ->
            List.of(
                DnsMessage.answerTo(question, ANSWERED)
                    .alias(HOST, "a.example")
                    .sshfpOf("B.example", DATA)
                    .alias("A.EXAMPLE", "b.example")
                    .sshfpOf("c.example", "0402" + "cd".repeat(32))
                    .bytes());
    assertThat(lookUp()).isEqualTo(records(false, RECORD));
    server.udp =
        question ->
            List.of(DnsMessage.answerTo(question, ANSWERED).sshfpOf("other.example", DATA).bytes());
    assertThat(lookUp()).isEqualTo(records(false));
  }

  /** CVE-2025-26465: what went wrong proves nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 9})
  void an_error_is_a_failure_whatever_records_come_with_it(int code) {
    server.udp =
        question ->
            List.of(DnsMessage.answerTo(question, ANSWERED | AUTHENTIC | code).sshfp(DATA).bytes());
    assertThat(lookUp()).isInstanceOf(DnsAnswer.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "04", "0402"})
  void a_malformed_record_spoils_the_good_one_beside_it(String data) {
    server.udp =
        question ->
            List.of(
                DnsMessage.answerTo(question, ANSWERED | AUTHENTIC)
                    .sshfp(DATA)
                    .sshfp(data)
                    .bytes());
    assertThat(lookUp()).isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void an_answer_cut_at_any_byte_is_a_failure() {
    server.udp = SshfpLookupTest::good;
    assertThat(lookUp()).isEqualTo(records(true, RECORD));
    int whole = good(server.askedOverUdp.getFirst()).getFirst().length;
    for (int length = 0; length < whole; length++) {
      int cut = length;
      server.udp = question -> List.of(Arrays.copyOf(good(question).getFirst(), cut));
      assertThat(lookUp(HOST, SHORT, true, true))
          .as("%d bytes", length)
          .isInstanceOf(DnsAnswer.Failed.class);
    }
  }

  @Test
  void more_records_announced_than_sent_are_a_failure() {
    server.udp =
        question ->
            List.of(DnsMessage.answerTo(question, ANSWERED | AUTHENTIC).sshfp(DATA).bytes(2));
    assertThat(lookUp()).isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void names_in_a_circle_are_a_failure() {
    server.udp =
        question ->
            List.of(
                DnsMessage.answerTo(question, ANSWERED)
                    .alias(HOST, "a.example")
                    .alias("a.example", HOST)
                    .bytes());
    assertThat(lookUp()).isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void answers_to_other_questions_are_passed_over() {
    server.udp =
        question -> {
          byte[] otherId = good(question).getFirst();
          otherId[0] ^= 1;
          byte[] otherName = good(question).getFirst();
          otherName[13] ^= 1;
          byte[] noAnswer = good(question).getFirst();
          noAnswer[2] &= 0x7f;
          byte[] right = DnsMessage.answerTo(question, ANSWERED).sshfp("0402" + DIGEST).bytes();
          return List.of(otherId, otherName, noAnswer, new byte[0], right);
        };
    assertThat(lookUp()).isEqualTo(records(false, RECORD));
  }

  @Test
  void silence_and_a_closed_port_are_failures() throws Exception {
    assertThat(lookUp(HOST, SHORT, true, true))
        .isEqualTo(new DnsAnswer.Failed("127.0.0.1: no answer in time"));
    server.udp =
        question -> List.of(DnsMessage.answerTo(question, ANSWERED | CUT | AUTHENTIC).bytes());
    assertThat(lookUp()).isEqualTo(new DnsAnswer.Failed("127.0.0.1: the answer ends early"));
    server.close();
    // a socket that is closed while a thread receives from it may swallow one more question
    assertThat(lookUp(HOST, SHORT, true, true)).isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void the_next_server_is_asked_where_one_fails() throws Exception {
    server.udp = question -> List.of(DnsMessage.answerTo(question, ANSWERED | 2).bytes());
    try (DnsServer second = new DnsServer()) {
      second.udp = SshfpLookupTest::good;
      List<InetSocketAddress> servers = List.of(server.address(), second.address());
      assertThat(
              new SshfpLookup(() -> new ResolverConfig(servers, LONG, 1, false, true)).apply(HOST))
          .isEqualTo(records(true, RECORD));
    }
  }

  @Test
  void addresses_are_not_asked_for() {
    for (String address : List.of("192.0.2.7", "2001:db8::7", "fe80::1")) {
      assertThat(lookUp(address, LONG, true, true)).isEqualTo(new DnsAnswer.NotAsked());
    }
    assertThat(server.askedOverUdp).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", ".a", "a b", "a\0b", "\u00e4.example"})
  void names_that_would_become_others_are_not_asked_for(String name) {
    assertThat(lookUp(name, LONG, true, true)).isInstanceOf(DnsAnswer.Failed.class);
    assertThat(lookUp("a".repeat(64), LONG, true, true)).isInstanceOf(DnsAnswer.Failed.class);
    assertThat(lookUp("a.".repeat(127), LONG, true, true)).isInstanceOf(DnsAnswer.Failed.class);
    assertThat(server.askedOverUdp).isEmpty();
  }

  @Test
  void a_configuration_that_cannot_be_read_is_a_failure() {
    SshfpLookup lookup =
        new SshfpLookup(
            () -> {
              throw new IOException("/etc/resolv.conf: \033[2J");
            });
    assertThat(lookup.apply(HOST))
        .isInstanceOfSatisfying(
            DnsAnswer.Failed.class, failed -> assertThat(failed.problem()).doesNotContain("\033"));
  }
}
