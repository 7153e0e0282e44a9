package org.sshlite.sshd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sshlite.sshd.event.Event;
import org.sshlite.sshd.event.Samples;

class MetricsServerTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static String scraped(Event... more) throws IOException {
    try (MetricsServer server = MetricsServer.start(ANY, () -> 7, () -> 5)) {
      Samples.ALL.forEach(server::tell);
      for (Event event : more) {
        server.tell(event);
      }
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      try (InputStream in = uri.toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void what_happened_is_counted() throws IOException {
    assertThat(scraped().lines())
        .contains(
            "sshd_lite_connections_total 1.0",
            "sshd_lite_connections_open 0.0",
            "sshd_lite_connections_dropped_total{reason=\"Maxstartups\"} 1.0",
            "sshd_lite_key_exchanges_total{method=\"curve25519-sha256\"} 1.0",
            "sshd_lite_authentications_total{method=\"password\",result=\"accepted\"} 1.0",
            "sshd_lite_authentications_total{method=\"password\",result=\"refused\"} 1.0",
            "sshd_lite_channels_total{type=\"session\"} 1.0",
            "sshd_lite_channels_open{type=\"session\"} 0.0",
            "sshd_lite_channels_refused_total{type=\"direct-tcpip\"} 1.0",
            "sshd_lite_commands_total{kind=\"shell\"} 1.0",
            "sshd_lite_commands_running 0.0",
            "sshd_lite_forward_requests_total{granted=\"false\"} 1.0",
            "sshd_lite_transferred_bytes_total{direction=\"written\"} 4.0",
            "sshd_lite_bytes_total{direction=\"received\"} 10.0",
            "sshd_lite_ends_total{reason=\"TimedOut\"} 1.0",
            "sshd_lite_events_waiting 7.0",
            "sshd_lite_sources_penalised 5.0");
  }

  @Test
  void a_name_that_a_client_made_up_is_no_figure_of_its_own() throws IOException {
    assertThat(
            scraped(
                new Event.ChannelRefused(1, 3, "made-up-1", "", ""),
                new Event.ChannelRefused(1, 4, "made-up-2", "", "")))
        .contains("sshd_lite_channels_refused_total{type=\"other\"} 2.0\n")
        .doesNotContain("made-up");
  }

  @Test
  void each_figure_is_described_and_no_other() throws IOException {
    Set<String> served = names("(?m)^# TYPE (sshd_lite_\\S+)", scraped());
    String page = Files.readString(Path.of("../docs/operation.md"));
    assertThat(names("(?m)^\\| `(sshd_lite_\\S+)`", page)).isEqualTo(served);
    assertThat(scraped()).contains("jvm_memory_used_bytes", "jvm_threads_current");
  }

  private static Set<String> names(String pattern, String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  @Test
  void where_all_addresses_of_IPv4_are_served_none_of_IPv6_is() throws IOException {
    InetSocketAddress all = new InetSocketAddress("0.0.0.0", 0);
    try (MetricsServer server = MetricsServer.start(all, () -> 0, () -> 0)) {
      String page = "http://%s:" + server.port() + "/metrics";
      try (InputStream in = URI.create(page.formatted("127.0.0.1")).toURL().openStream()) {
        assertThat(in.readAllBytes()).isNotEmpty();
      }
      assertThatThrownBy(() -> URI.create(page.formatted("[::1]")).toURL().openStream())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void an_address_in_use_is_told() throws IOException {
    try (MetricsServer server = MetricsServer.start(ANY, () -> 0, () -> 0)) {
      InetSocketAddress taken = new InetSocketAddress(ANY.getAddress(), server.port());
      assertThatThrownBy(() -> MetricsServer.start(taken, () -> 0, () -> 0))
          .isInstanceOf(IOException.class);
    }
  }
}
