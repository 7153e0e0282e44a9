package org.sshlite.client.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverConfigTest {
  @TempDir private Path folder;

  private static ResolverConfig parse(String... lines) {
    return ResolverConfig.parse(List.of(lines), "");
  }

  private static InetSocketAddress server(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  @Test
  void without_a_file_or_a_server_this_machine_is_asked_and_not_believed() throws Exception {
    ResolverConfig expected =
        new ResolverConfig(List.of(server("127.0.0.1")), Duration.ofSeconds(5), 2, false, false);
    assertThat(ResolverConfig.read(folder.resolve("missing"), "")).isEqualTo(expected);
    assertThat(parse("nameserver no-address", "search example.org")).isEqualTo(expected);
  }

  @Test
  void three_servers_are_asked_at_most() {
    assertThat(
            parse(
                    "nameserver 192.0.2.1",
                    "nameserver\t2001:db8::1 # at home",
                    "nameserver 192.0.2.2",
                    "nameserver 192.0.2.3")
                .servers())
        .containsExactly(server("192.0.2.1"), server("2001:db8::1"), server("192.0.2.2"));
  }

  @Test
  void DNSSEC_is_believed_only_where_an_option_says_so() {
    assertThat(parse("options edns0 trust-ad").trustsAd()).isTrue();
    assertThat(parse("options edns0 trust-ad").edns0()).isTrue();
    assertThat(parse("options edns0").trustsAd()).isFalse();
    assertThat(parse("# options trust-ad", " options trust-ad", ";options trust-ad").trustsAd())
        .isFalse();
    assertThat(parse("options no-trust-ad trust-adx").trustsAd()).isFalse();
    assertThat(ResolverConfig.parse(List.of(), "edns0 trust-ad").trustsAd()).isTrue();
  }

  @Test
  void waiting_has_glibcs_limits() {
    ResolverConfig most = parse("options timeout:999999999 attempts:999999999");
    assertThat(most.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(most.attempts()).isEqualTo(5);
    ResolverConfig least = parse("options timeout:7 attempts:x", "options timeout:0 attempts:0");
    assertThat(least.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(least.attempts()).isEqualTo(1);
  }
}
