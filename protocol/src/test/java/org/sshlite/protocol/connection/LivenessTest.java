package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** Time limits, and signs of life in both directions. */
class LivenessTest {
  private static final long SECOND = 1_000_000_000L;

  private static Stage alive(Role role, int countMaximum) {
    TransportOptions options =
        TransportOptions.builder().alive(Duration.ofSeconds(15), countMaximum).build();
    return (role.isClient() ? Stage.client(options) : Stage.server(options)).open();
  }

  private static Stage grace(Role role) {
    TransportOptions options =
        TransportOptions.builder().loginGrace(Duration.ofSeconds(30)).build();
    return role.isClient() ? Stage.client(options) : Stage.server(options);
  }

  private static void advance(Stage stage, long seconds) {
    stage.carrier.advance(seconds * SECOND);
    stage.settle();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_silent_peer_is_asked_for_a_sign_of_life(Role role) {
    Stage stage = alive(role, 3);
    advance(stage, 14);
    assertThat(stage.peer.payloads()).isEmpty();
    advance(stage, 1);
    GlobalRequest question = (GlobalRequest) stage.onlyAnswer();
    assertThat(question.type().name()).isEqualTo("keepalive@openssh.com");
    assertThat(question.wantReply()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_peer_that_stays_silent_is_given_up(Role role) {
    Stage stage = alive(role, 3);
    for (int i = 0; i < 3; i++) {
      advance(stage, 15);
      stage.assertAlive();
    }
    assertThat(stage.peer.payloads()).hasSize(3);
    advance(stage, 15);
    assertThat(stage.refusal().explain())
        .isEqualTo("timed out waiting for a sign of life of the peer, silent for 60 s");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_refusal_is_a_sign_of_life(Role role) {
    Stage stage = alive(role, 1);
    for (int i = 0; i < 10; i++) {
      advance(stage, 15);
      stage.send(new RequestFailure());
    }
    stage.assertAlive();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void anything_else_is_a_sign_of_life_too(Role role) {
    Stage stage = alive(role, 1);
    for (int i = 0; i < 10; i++) {
      advance(stage, 14);
      stage.send(new Ignore(new byte[0]));
    }
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void a_server_that_counts_to_zero_asks_for_ever() {
    Stage stage = alive(Role.SERVER, 0);
    for (int i = 0; i < 100; i++) {
      advance(stage, 15);
    }
    stage.assertAlive();
    assertThat(stage.peer.payloads()).hasSize(100);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_peer_that_never_answers_a_key_exchange_is_given_up(Role role) {
    Stage stage = alive(role, 3);
    stage.end.rekey();
    for (int i = 0; i < 4; i++) {
      advance(stage, 15);
    }
    stage.assertRefused(Refusal.TimedOut.class);
  }

  @Test
  void without_an_interval_nobody_is_asked() {
    Stage stage = Stage.server().open();
    advance(stage, 1_000_000);
    stage.assertAlive();
    assertThat(stage.driver.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void the_next_question_is_due_one_interval_after_the_last_sign_of_life() {
    Stage stage = alive(Role.SERVER, 3);
    advance(stage, 10);
    stage.send(new Ignore(new byte[0]));
    assertThat(stage.driver.deadline()).isEqualTo(stage.carrier.nanoTime() + 15 * SECOND);
  }

  @Test
  void a_server_is_not_to_blame_for_the_time_in_which_our_user_is_asked() {
    Stage stage = alive(Role.CLIENT, 3);
    stage.carrier.holdWork(true);
    stage.peer.sendKexInit();
    stage.settle();
    assertThat(stage.driver.deadline()).isEqualTo(Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      advance(stage, 60);
    }
    stage.carrier.holdWork(false);
    stage.settle();
    stage.answerKex();
    advance(stage, 14);
    stage.assertAlive();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(2);
    assertThat(stage.peer.payloads()).isEmpty();
  }

  // before the user is logged in

  @Test
  void a_clients_own_user_has_all_the_time_there_is() {
    Stage stage = grace(Role.CLIENT).identified();
    stage.carrier.holdWork(true);
    stage.peer.sendKexInit();
    stage.settle();
    advance(stage, 1_000_000);
    stage.assertAlive();
    stage.carrier.holdWork(false);
    stage.settle();
    advance(stage, 29);
    stage.assertAlive();
    advance(stage, 1);
    stage.assertRefused(Refusal.TimedOut.class);
  }

  @Test
  void a_servers_grace_time_does_not_stand_still_while_it_thinks() {
    Stage stage = grace(Role.SERVER).keys();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.carrier.holdWork(true);
    stage.send(new UserauthRequest("alice", "ssh-connection", new AuthMethod.None()));
    advance(stage, 30);
    stage.carrier.holdWork(false);
    stage.settle();
    stage.assertRefused(Refusal.TimedOut.class);
    assertThat(stage.end.authenticated()).isCompletedExceptionally();
  }

  @Test
  void a_server_gives_a_client_the_grace_time_all_in_all() {
    Stage stage = grace(Role.SERVER).keys();
    advance(stage, 20);
    stage.send(new ServiceRequest("ssh-userauth")).assertAlive();
    advance(stage, 9);
    stage.assertAlive();
    advance(stage, 1);
    assertThat(stage.refusal()).isEqualTo(new Refusal.TimedOut("authentication"));
  }

  @Test
  void a_server_gives_up_a_client_that_never_identifies_itself() {
    Stage stage = grace(Role.SERVER);
    stage.driver.start();
    stage.settle();
    assertThat(stage.driver.deadline()).isEqualTo(stage.carrier.nanoTime() + 30 * SECOND);
    advance(stage, 30);
    stage.assertRefused(Refusal.TimedOut.class);
  }

  @Test
  void the_grace_time_ends_with_the_login() {
    Stage stage = grace(Role.SERVER).open();
    advance(stage, 100);
    stage.assertAlive();
  }

  @Test
  void a_client_gives_up_a_server_that_is_silent_before_its_identification() {
    Stage stage = grace(Role.CLIENT);
    stage.driver.start();
    advance(stage, 30);
    assertThat(stage.refusal()).isEqualTo(new Refusal.TimedOut("the server"));
  }

  @Test
  void a_client_gives_up_a_server_that_is_silent_after_its_KEXINIT() {
    Stage stage = grace(Role.CLIENT).identified();
    stage.peer.sendKexInit();
    stage.settle();
    advance(stage, 30);
    stage.assertRefused(Refusal.TimedOut.class);
  }

  @Test
  void a_client_gives_a_server_that_much_for_each_answer() {
    Stage stage = grace(Role.CLIENT).keys();
    advance(stage, 29);
    stage.send(new ServiceAccept("ssh-userauth"));
    advance(stage, 29);
    stage.assertAlive();
    advance(stage, 1);
    stage.assertRefused(Refusal.TimedOut.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_grace_time_of_zero_is_none(Role role) {
    TransportOptions options = TransportOptions.builder().loginGrace(Duration.ZERO).build();
    Stage stage = role.isClient() ? Stage.client(options) : Stage.server(options);
    stage.driver.start();
    advance(stage, 1_000_000);
    stage.assertAlive();
  }
}
