package org.sshlite.sshd.penalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class SourcesTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.VERBOSE);
  private final AtomicLong nanos = new AtomicLong();
  private NetBlockSize blockSize = NetBlockSize.DEFAULT;

  @BeforeEach
  void log_to_a_file() throws ConfigException {
    log.redirect(folder.resolve("log"));
  }

  private Sources sources(String penalties) throws Exception {
    PenaltyRules rules =
        PenaltyRules.read(
            ConfigFile.parse("sshd_config", "PerSourcePenalties " + penalties).getFirst());
    return new Sources(new SourceRules(rules, "10.9.9.9"::equals, blockSize, 2), nanos::get, log);
  }

  private void pass(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  private static InetAddress address(int number) {
    return InetAddress.ofLiteral("10.0.%d.%d".formatted(number >> 8, number & 0xff));
  }

  /** What OpenSSH 10.5 does at its defaults. */
  @Test
  void the_fifth_connection_in_a_row_that_fails_to_log_in_is_refused() throws Exception {
    Sources sources = sources("yes");
    for (int i = 0; i < 4; i++) {
      assertThat(sources.refusal(PEER)).isEmpty();
      sources.penalise(PEER, Offence.AUTHFAIL);
      pass(0.2);
    }

    assertThat(sources.refusal(PEER)).contains("penalty: failed authentication");
    assertThat(sources.refused()).isOne();
    assertThat(Files.readString(folder.resolve("log")))
        .isEqualTo(
            """
            srclimit_penalise: ipv4: new 192.0.2.7/32 deferred penalty of 5.000 seconds for \
            penalty: failed authentication
            srclimit_penalise: 192.0.2.7/32: activating ipv4 penalty of 19.400 seconds for \
            penalty: failed authentication
            """);

    pass(19.1);
    assertThat(sources.refusal(PEER)).isPresent();
    pass(0.2);
    assertThat(sources.refusal(PEER)).isEmpty();
    assertThat(sources.refused()).isZero();
  }

  @Test
  void penalties_add_up_to_the_maximum_and_no_further() throws Exception {
    Sources sources = sources("max:30");
    for (int i = 0; i < 100; i++) {
      sources.penalise(PEER, Offence.CRASH);
    }
    sources.penalise(PEER, Offence.CRASH);

    pass(30.1);
    assertThat(sources.refusal(PEER)).isEmpty();
  }

  @Test
  void the_addresses_of_one_block_are_one_source_and_others_are_not() throws Exception {
    blockSize = new NetBlockSize(24, 48);
    Sources sources = sources("authfail:20");
    sources.penalise(PEER, Offence.AUTHFAIL);
    sources.penalise(InetAddress.ofLiteral("2001:db8:7::1"), Offence.AUTHFAIL);

    assertThat(sources.refusal(InetAddress.ofLiteral("192.0.2.200"))).isPresent();
    assertThat(sources.refusal(InetAddress.ofLiteral("192.0.3.7"))).isEmpty();
    assertThat(sources.refusal(InetAddress.ofLiteral("2001:db8:7:ffff::2"))).isPresent();
    assertThat(sources.refusal(InetAddress.ofLiteral("2001:db8:8::1"))).isEmpty();
  }

  @Test
  void who_is_exempt_is_never_refused() throws Exception {
    Sources sources = sources("authfail:20");
    InetAddress exempt = InetAddress.ofLiteral("10.9.9.9");
    sources.penalise(exempt, Offence.AUTHFAIL);

    assertThat(sources.refusal(exempt)).isEmpty();
  }

  /** A botnet, or a peer with a /64 of its own, must not take our memory. */
  @Test
  void no_more_sources_are_kept_than_the_rules_say_and_the_worst_ones_stay() throws Exception {
    Sources sources = sources("authfail:20 crash:90 max-sources4:100");
    sources.penalise(PEER, Offence.CRASH);
    for (int i = 0; i < 100_000; i++) {
      sources.penalise(address(i & 0xffff), Offence.AUTHFAIL);
    }

    long refused = 0;
    for (int i = 0; i < 65536; i++) {
      refused += sources.refusal(address(i)).isPresent() ? 1 : 0;
    }
    assertThat(refused).isEqualTo(99);
    assertThat(sources.refusal(PEER)).isPresent();
  }

  @Test
  void with_deny_all_everybody_of_that_kind_is_refused_while_there_are_too_many() throws Exception {
    Sources sources = sources("authfail:20 max-sources4:3 overflow:deny-all");
    for (int i = 0; i < 4; i++) {
      sources.penalise(address(i), Offence.AUTHFAIL);
    }

    assertThat(sources.refusal(PEER)).contains("too many penalised addresses");
    assertThat(sources.refusal(InetAddress.ofLiteral("2001:db8::1"))).isEmpty();
    pass(20.1);
    assertThat(sources.refusal(PEER)).isEmpty();
  }

  @Test
  void what_costs_nothing_is_not_kept() throws Exception {
    Sources sources = sources("noauth:0 min:0");
    sources.penalise(PEER, Offence.NOAUTH);
    assertThat(sources.refusal(PEER)).isEmpty();

    sources.penalise(PEER, Offence.AUTHFAIL);
    assertThat(sources.refusal(PEER)).isPresent();
  }

  @Test
  void a_source_has_only_so_many_connections_that_have_not_logged_in() throws Exception {
    Sources sources = sources("no");
    assertThat(sources.enter(PEER)).isTrue();
    assertThat(sources.enter(PEER)).isTrue();
    assertThat(sources.enter(PEER)).isFalse();
    assertThat(sources.enter(address(1))).isTrue();

    sources.leave(PEER);
    assertThat(sources.enter(PEER)).isTrue();
  }
}
