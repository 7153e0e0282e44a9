package org.sshlite.sshd.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.program.config.LogLevel;
import org.sshlite.sshd.config.ConfiguredPermit;

/** What the log and the client are told of what is not permitted, in sshd's words. */
class RefusalTest {
  private static final Originator CLIENT = new Originator("::1", 4000);

  private static Permit permit(String... config) throws Exception {
    return PermitTableTest.permit(PermitTableTest.config(config), KeyPermissions.ALL);
  }

  private static Permit permitOfKey(String options) throws Exception {
    return PermitTableTest.permit(
        PermitTableTest.config("X11Forwarding yes"), PermitTableTest.key(options).orElseThrow());
  }

  private static Refusal denied(Permission<?> permission) {
    return ((Permission.Denied<?>) permission).refusal();
  }

  @Test
  void a_forbidden_way_and_a_forbidden_target_are_told_apart() throws Exception {
    assertThat(permit("AllowTcpForwarding no").ports().refusesOpen("h", 22, CLIENT))
        .contains(
            Refusal.logged(
                LogLevel.INFO,
                "refused local port forward: originator ::1 port 4000, target h port 22"));
    assertThat(permit("PermitOpen none").ports().refusesOpen("h", 22, CLIENT))
        .contains(
            Refusal.logged(
                LogLevel.INFO,
                "Received request from 192.0.2.7 port 4000 to connect to host h port 22,"
                    + " but the request was denied."));
    assertThat(permit().ports().refusesOpen("h", 65536, CLIENT).orElseThrow().log())
        .isEqualTo("invalid target port");
    assertThat(permit("DisableForwarding yes").sockets().refusesOpen("/s", CLIENT))
        .contains(
            Refusal.logged(
                LogLevel.INFO,
                "refused streamlocal port forward: originator ::1 port 4000, target /s"));
    assertThat(permit("PermitOpen h:22").sockets().refusesOpen("/s", CLIENT))
        .contains(
            Refusal.logged(
                LogLevel.INFO,
                "Received request to connect to path /s, but the request was denied."));
  }

  @Test
  void a_client_that_may_not_let_us_listen_is_told() throws Exception {
    assertThat(denied(permitOfKey("restrict").ports().listen("", 80, true)).notice())
        .contains("Server has disabled port forwarding.");
    Refusal narrowed = denied(permit("PermitListen 81").ports().listen("h", 2222, true));
    assertThat(narrowed.notice()).contains("port forwarding refused");
    assertThat(narrowed.log())
        .isEqualTo(
            "Received request from 192.0.2.7 port 4000 to remote forward to host h port 2222,"
                + " but the request was denied.");
    assertThat(denied(permitOfKey("restrict").sockets().listen("/s")).notice())
        .contains("Server has disabled streamlocal forwarding.");
    assertThat(denied(permit("AllowTcpForwarding local").sockets().listen("/s")).log())
        .contains("remote forward to path \"/s\"");
  }

  @Test
  void a_free_port_is_refused_to_a_client_that_would_not_learn_it() throws Exception {
    assertThat(denied(permit().ports().listen("", 0, false)).notice())
        .contains("Server has disabled port forwarding.");
    assertThat(permit().ports().listen("", 0, true)).isInstanceOf(Permission.Granted.class);
    assertThat(permit().ports().listen("", 5000, false)).isInstanceOf(Permission.Granted.class);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "80, false", "1023, false", "1024, true", "65535, true", "65536, false"})
  void only_root_listens_below_the_first_port_of_users(long port, boolean permitted)
      throws Exception {
    assertThat(permit().ports().listen("", port, true) instanceof Permission.Granted<?>)
        .isEqualTo(permitted);
    Permit ofRoot =
        new ConfiguredPermit(
                PermitTableTest.config(), KeyPermissions.ALL, new Subject(0, "h port 1"))
            .permit();
    assertThat(ofRoot.ports().listen("", port, true) instanceof Permission.Granted<?>)
        .isEqualTo(port < 65536);
    assertThat(denied(permit().ports().listen("127.0.0.1", 80, true)).log())
        .isEqualTo("bind [127.0.0.1]:80: Permission denied");
  }

  @Test
  void X11_says_whether_key_or_configuration_or_xauth_is_missing() throws Exception {
    assertThat(denied(permitOfKey("no-x11-forwarding").x11().request()).notice())
        .contains("X11 forwarding disabled by key options.");
    assertThat(denied(permit().x11().request()).log())
        .isEqualTo("X11 forwarding disabled in server configuration file.");
    assertThat(
            denied(permit("X11Forwarding yes", "XAuthLocation /no/such/xauth").x11().request())
                .notice())
        .contains("No xauth program; cannot forward X11.");
    assertThat(denied(permit("X11Forwarding yes", "XAuthLocation none").x11().request()).notice())
        .contains("No xauth program; cannot forward X11.");
    assertThat(
            permit(
                    "X11Forwarding yes",
                    "XAuthLocation /bin/sh",
                    "X11DisplayOffset 20",
                    "X11UseLocalhost no")
                .x11()
                .request())
        .isEqualTo(
            new Permission.Granted<>(new X11Display(20, false, java.nio.file.Path.of("/bin/sh"))));
  }

  @Test
  void agents_terminals_sessions_and_tunnels_have_their_reasons() throws Exception {
    assertThat(permit("AllowAgentForwarding no").refusesAgent().orElseThrow().log())
        .isEqualTo("agent forwarding disabled");
    assertThat(permit("PermitTTY no").session().refusesTerminal().orElseThrow().log())
        .isEqualTo("Allocating a pty not permitted for this connection.");
    assertThat(permit("MaxSessions 2").session().refusesSession(1)).isEmpty();
    assertThat(permit("MaxSessions 2").session().refusesSession(2).orElseThrow().log())
        .isEqualTo("no more sessions");
    assertThat(permit("MaxSessions 0").session().refusesSession(0)).isPresent();
    assertThat(permit("PermitTunnel yes").tunnelRefusal().notice())
        .contains("Server has rejected tunnel device forwarding");
  }

  @Test
  void what_a_client_sends_cannot_forge_a_line_of_the_log() throws Exception {
    String log =
        permit("PermitOpen none")
            .ports()
            .refusesOpen("h\nAccepted password for root\u001b[2J", 22, CLIENT)
            .map(Refusal::log)
            .orElseThrow();
    assertThat(log).doesNotContain("\n", "\u001b");
  }

  @Test
  void a_socket_is_made_with_the_mask_and_removed_first_where_the_configuration_says_so()
      throws Exception {
    assertThat(permit().sockets().listen("/s"))
        .isEqualTo(new Permission.Granted<>(new SocketListening("/s", 0177, false)));
    assertThat(
            permit("StreamLocalBindMask 0117", "StreamLocalBindUnlink yes").sockets().listen("/s"))
        .isEqualTo(new Permission.Granted<>(new SocketListening("/s", 0117, true)));
  }

  @Test
  void the_rc_file_is_run_unless_key_or_a_forced_command_of_the_configuration_forbids()
      throws Exception {
    assertThat(permit().session().userRc()).isTrue();
    assertThat(permitOfKey("no-user-rc").session().userRc()).isFalse();
    assertThat(permitOfKey("restrict,user-rc").session().userRc()).isTrue();
    assertThat(permitOfKey("command=\"c\"").session().userRc()).isTrue();
    assertThat(permit("ForceCommand c").session().userRc()).isFalse();
  }

  @Test
  void a_forced_command_of_the_configuration_comes_before_that_of_the_key() throws Exception {
    SessionPermit ofKey = permitOfKey("command=\"k\"").session();
    assertThat(ofKey.forcedCommand()).contains("k");
    assertThat(ofKey.forced()).hasToString("Optional[forced-command (key-option) 'k']");
    Permit both =
        PermitTableTest.permit(
            PermitTableTest.config("ForceCommand c"),
            PermitTableTest.key("command=\"k\"").orElseThrow());
    assertThat(both.session().forcedCommand()).isEqualTo(Optional.of("c"));
    assertThat(both.session().forced()).hasToString("Optional[forced-command (config) 'c']");
  }
}
