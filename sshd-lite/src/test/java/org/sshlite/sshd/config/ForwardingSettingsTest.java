package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.permit.ForwardList;

class ForwardingSettingsTest {
  private static final Candidate ALICE =
      new Candidate("alice", true, "10.1.2.3", "10.1.2.3", "192.0.2.1", 22);

  private static ServerConfig read(String... lines) throws Exception {
    ServerConfigReader reader = new ServerConfigReader(new StderrLog(LogLevel.QUIET));
    reader.lines(ConfigFile.parse("sshd_config", String.join("\n", lines)));
    return reader.finish();
  }

  private static List<String> shown(Setting<?> setting, String... lines) throws Exception {
    return setting.show(setting.name(), read(lines));
  }

  @Test
  void the_defaults_are_those_that_sshd_shows() throws Exception {
    assertThat(
            read()
                .lines()
                .filter(
                    line ->
                        line.matches(
                            "(?i)(allow(tcp|agent|stream)|permit(open|lis|tun)|gate|disable|x11|xauth|"
                                + "stream|channel|unused).*")))
        .containsExactlyInAnyOrder(
            "X11DisplayOffset 10",
            "StreamLocalBindMask 0177",
            "UnusedConnectionTimeout none",
            "X11Forwarding no",
            "X11UseLocalhost yes",
            "GatewayPorts no",
            "AllowTcpForwarding yes",
            "AllowAgentForwarding yes",
            "DisableForwarding no",
            "AllowStreamLocalForwarding yes",
            "StreamLocalBindUnlink no",
            "XAuthLocation /usr/bin/xauth",
            "ChannelTimeout none",
            "PermitTunnel no",
            "PermitOpen any",
            "PermitListen any");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "AllowTcpForwarding all > AllowTcpForwarding yes",
        "AllowTcpForwarding LOCAL > AllowTcpForwarding local",
        "AllowStreamLocalForwarding remote > AllowStreamLocalForwarding remote",
        "GatewayPorts clientspecified > GatewayPorts clientspecified",
        "StreamLocalBindMask 0077 > StreamLocalBindMask 077",
        "StreamLocalBindMask 0 > StreamLocalBindMask 00",
        "PermitOpen a:1 [::1]:* *:80 > PermitOpen a:1 [::1]:* *:80",
        "PermitOpen localhost:http [::1]:https > PermitOpen localhost:http [::1]:https",
        "PermitListen http localhost:https > PermitListen *:http localhost:https",
        "PermitOpen none > PermitOpen none",
        "PermitListen 8080 *:81 [::1]:1 > PermitListen *:8080 *:81 [::1]:1",
        "XAuthLocation none > XAuthLocation none",
        "PermitTunnel no > PermitTunnel no",
        "ChannelTimeout none > ChannelTimeout none",
        "UnusedConnectionTimeout 0 > UnusedConnectionTimeout none"
      })
  void a_value_is_shown_as_sshd_shows_it(String line, String shown) throws Exception {
    Setting<?> setting = ServerConfigReader.setting(ConfigFile.parseOption(line));
    assertThat(shown(setting, line)).containsExactly(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AllowTcpForwarding both",
        "GatewayPorts maybe",
        "PermitOpen a",
        "PermitOpen a:0",
        "PermitOpen a:no-such-service",
        "PermitOpen a:65536",
        "PermitOpen a:b:1",
        "PermitOpen a/22",
        "PermitOpen [::1:22",
        "PermitOpen any a:1",
        "PermitOpen a:1 none",
        "PermitListen a:b:1",
        "PermitListen 0",
        "StreamLocalBindMask 1000",
        "StreamLocalBindMask 0888",
        "StreamLocalBindMask 77x",
        "StreamLocalBindMask -1",
        "ChannelTimeout session",
        "ChannelTimeout =5m",
        "ChannelTimeout session=5m none",
        "UnusedConnectionTimeout soon",
        "PermitTunnel maybe",
        "X11DisplayOffset -1",
        "X11Forwarding local",
        "DisableForwarding maybe"
      })
  void what_cannot_be_read_stops_the_start_with_file_and_line(String line) {
    assertThatThrownBy(() -> read("# a comment", line))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("sshd_config line 2: ");
    // and within a Match block, where it would be found out at a login only
    assertThatThrownBy(() -> read("Match user nobody-here", line))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void the_first_value_holds() throws Exception {
    ServerConfig config =
        read(
            "StreamLocalBindMask 0077",
            "StreamLocalBindMask 0022",
            "PermitOpen none",
            "PermitOpen any");
    assertThat(config.get(ForwardingSettings.STREAM_LOCAL_BIND_MASK)).isEqualTo(0077);
    assertThat(config.get(ForwardingSettings.PERMIT_OPEN)).isEqualTo(ForwardList.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X11DisplayOffset 20|X11DisplayOffset 20",
        "StreamLocalBindMask 0077|StreamLocalBindMask 077",
        "X11Forwarding yes|X11Forwarding yes",
        "X11UseLocalhost no|X11UseLocalhost no",
        "GatewayPorts yes|GatewayPorts yes",
        "AllowTcpForwarding no|AllowTcpForwarding no",
        "AllowAgentForwarding no|AllowAgentForwarding no",
        "DisableForwarding yes|DisableForwarding yes",
        "AllowStreamLocalForwarding no|AllowStreamLocalForwarding no",
        "StreamLocalBindUnlink yes|StreamLocalBindUnlink yes",
        "PermitOpen none|PermitOpen none",
        "PermitListen 1|PermitListen *:1"
      })
  void a_Match_block_sets_it_for_those_it_matches_only(String line, String shown) throws Exception {
    Setting<?> setting = ServerConfigReader.setting(ConfigFile.parseOption(line));
    ServerConfig config = read("Match user alice", line);
    assertThat(setting.show(setting.name(), config.forLogin(ALICE))).containsExactly(shown);
    assertThat(setting.show(setting.name(), config))
        .isEqualTo(setting.show(setting.name(), read()));
  }

  @Test
  void where_xauth_is_does_not_depend_on_who_logs_in() {
    assertThatThrownBy(() -> read("Match user alice", "XAuthLocation /x"))
        .hasMessageContaining("not allowed within a Match block");
  }

  @Test
  void no_host_is_looked_up_and_only_where_is_listened_is_a_pattern() throws Exception {
    ForwardList list =
        ForwardList.readListening(ConfigFile.parseOption("PermitListen local*:1 2 [::1]:3"));
    assertThat(list.listens("LOCALHOST", 1)).isTrue();
    assertThat(list.listens("127.0.0.1", 1)).isFalse();
    assertThat(list.listens("", 2)).isTrue();
    assertThat(list.listens("::1", 3)).isTrue();
    assertThat(list.listens("::1", 0)).isFalse();
    assertThat(list.opens("localhost", 1)).isFalse();
    assertThat(list.opens("local*", 1)).isTrue();
    ForwardList open = ForwardList.readOpening(ConfigFile.parseOption("PermitOpen localhost:1"));
    assertThat(open.opens("localhost", 1)).isTrue();
    assertThat(open.opens("LOCALHOST", 1)).isFalse();
    assertThat(open.opens("127.0.0.1", 1)).isFalse();
    assertThat(open.opensSocket("localhost")).isFalse();
  }

  @Test
  void channels_time_out_by_the_first_pattern_that_matches() throws Exception {
    ConfigLine line =
        ConfigFile.parseOption("ChannelTimeout x11*=0 session:*=5m *=1h global=10 global=20");
    ChannelTimeouts timeouts = ChannelTimeouts.read(line);
    assertThat(timeouts.of("session:shell")).contains(Duration.ofMinutes(5));
    assertThat(timeouts.of("direct-tcpip")).contains(Duration.ofHours(1));
    assertThat(timeouts.of("x11-connection")).isEmpty();
    assertThat(timeouts.ofAll()).contains(Duration.ofSeconds(20));
    assertThat(timeouts).hasToString("x11*=0 session:*=5m *=1h global=10 global=20");
    assertThat(ChannelTimeouts.NONE.of("session")).isEmpty();
  }
}
