package org.sshlite.sshd.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** UseDNS: strangers write what they like into the reverse zones of their addresses. */
class PeerNamesTest {
  private static final String PEER = "192.0.2.7";

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);

  @BeforeEach
  void keep_the_log() throws Exception {
    log.redirect(folder.resolve("log"));
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  /** What the peer is called whose reverse zone says {@code name}. */
  private String called(String peer, String name, String... addresses) {
    List<InetAddress> all = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    return new PeerNames(_ -> name, _ -> all).of(peer, log);
  }

  @Test
  void a_name_that_leads_back_to_the_address_is_believed_in_lower_case() throws Exception {
    assertThat(called(PEER, "Host.Example", "192.0.2.8", PEER)).isEqualTo("host.example");
    assertThat(called("2001:db8::7", "six.example", "2001:db8::7")).isEqualTo("six.example");
    assertThat(logged()).isEmpty();
  }

  @Test
  void a_name_of_somebody_else_is_not() {
    assertThat(called(PEER, "trusted.example", "192.0.2.8")).isEqualTo(PEER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        PEER,
        "192.0.519",
        "0xc0000207",
        "3221225991",
        "::ffff:0:7",
        "two words"
      })
  void what_looks_like_an_address_is_no_name(String name) throws Exception {
    assertThat(called(PEER, name, PEER)).isEqualTo(PEER);
    assertThat(logged())
        .isEqualTo("Nasty PTR record \"" + name + "\" is set up for " + PEER + ", ignoring\n");
  }

  @Test
  void without_a_name_or_an_answer_the_address_stands_for_it() throws Exception {
    PeerNames nameless =
        new PeerNames(
            address -> {
              throw new UnknownHostException(address.toString());
            },
            _ -> List.of());
    PeerNames deadEnd =
        new PeerNames(
            _ -> "gone.example",
            name -> {
              throw new UnknownHostException(name);
            });
    assertThat(nameless.of(PEER, log)).isEqualTo(PEER);
    assertThat(logged()).isEmpty();
    assertThat(deadEnd.of(PEER, log)).isEqualTo(PEER);
  }

  @Test
  void what_comes_through_no_socket_has_no_name() {
    assertThat(called("UNKNOWN", "host.example", PEER)).isEqualTo("UNKNOWN");
  }
}
