package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.transport.Role;

/** Strict key exchange, draft-miller-sshm-strict-kex, against Terrapin, CVE-2023-48795. */
class StrictKexTest {
  private static final List<Message> HARMLESS_ELSEWHERE =
      List.of(new Ignore(new byte[3]), new Debug(false, "x", ""), new Unimplemented(0));

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_message_before_KEXINIT_is_refused(Role role) {
    for (Message message : HARMLESS_ELSEWHERE) {
      Stage stage = Stage.of(role).identified().send(message);
      stage.assertAlive();
      stage.peer.sendKexInit();
      stage.settle();
      assertThat(stage.refusal())
          .isEqualTo(new Refusal.StrictKexViolation("KEXINIT was not the first packet"));
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_message_after_KEXINIT_is_refused(Role role) {
    for (Message message : HARMLESS_ELSEWHERE) {
      Stage stage = Stage.of(role).identified();
      stage.peer.sendKexInit();
      stage.send(message).assertRefused(Refusal.StrictKexViolation.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_message_right_before_NEWKEYS_is_refused(Role role) {
    for (Message message : HARMLESS_ELSEWHERE) {
      Stage stage = beforeNewKeys(Stage.of(role).identified());
      stage.send(message).assertRefused(Refusal.StrictKexViolation.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void the_same_messages_pass_where_the_peer_is_not_strict(Role role) {
    for (Message message : HARMLESS_ELSEWHERE) {
      Stage stage = Stage.of(role).lenient();
      stage.identified().send(message);
      stage.peer.sendKexInit();
      stage.settle();
      beforeNewKeys(stage).send(message).assertAlive();
      stage.peer.sendNewKeys();
      stage.settle();
      stage.peer.receiveNewKeys();
      assertThat(stage.end.info().keyExchanges()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void sequence_numbers_start_anew_at_every_NEWKEYS(Role role) {
    Stage stage = Stage.of(role).open();
    stage.kex();
    stage.kex();
    // an unknown message is answered with its packet's number, counted from NEWKEYS
    assertThat(stage.send(new byte[] {(byte) 220}).onlyAnswer()).isEqualTo(new Unimplemented(0));
    assertThat(stage.send(new byte[] {(byte) 220}).onlyAnswer()).isEqualTo(new Unimplemented(1));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void sequence_numbers_go_on_where_the_peer_is_not_strict(Role role) {
    Stage stage = Stage.of(role).lenient().open();
    stage.peer.messages();
    // KEXINIT, the method's message, NEWKEYS, and two of the login
    assertThat(stage.send(new byte[] {(byte) 220}).onlyAnswer()).isEqualTo(new Unimplemented(5));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void the_marker_does_not_count_in_a_later_KEXINIT(Role role) {
    Stage stage = Stage.of(role).lenient().open();
    stage.peer.kexInitEdit =
        kexInit ->
            Stage.withKexMethods(
                kexInit, "curve25519-sha256", marker(role), "ext-info-c", "ext-info-s");
    stage.kex();
    assertThat(stage.send(new byte[] {(byte) 220}).onlyAnswer()).isEqualTo(new Unimplemented(8));
  }

  @Test
  void the_marker_of_the_wrong_role_does_not_count() {
    Stage stage = Stage.server();
    stage.peer.strict(false);
    stage.peer.kexInitEdit =
        kexInit ->
            Stage.withKexMethods(kexInit, "curve25519-sha256", "kex-strict-s-v00@openssh.com");
    stage.open();
    assertThat(stage.send(new byte[] {(byte) 220}).onlyAnswer()).isEqualTo(new Unimplemented(5));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void our_first_KEXINIT_carries_the_markers_and_no_later_one_does(Role role) {
    Stage stage = Stage.of(role).identified();
    KexInit first = (KexInit) stage.peer.messages().getFirst();
    String own = role.isClient() ? "c" : "s";
    assertThat(first.kexAlgorithms().names())
        .endsWith("ext-info-" + own, "kex-strict-" + own + "-v00@openssh.com");

    Stage later = Stage.of(role).open();
    later.end.rekey();
    later.settle();
    KexInit second = (KexInit) later.onlyAnswer();
    assertThat(second.kexAlgorithms().names()).noneMatch(name -> name.startsWith("kex-strict"));
    assertThat(second.kexAlgorithms().names()).noneMatch(name -> name.startsWith("ext-info"));
  }

  /** To where only NEWKEYS may come. */
  private static Stage beforeNewKeys(Stage stage) {
    if (stage.peer.hasSentKexInit()) {
      stage.peer.receiveKexInit();
    } else {
      stage.peer.sendKexInit();
      stage.settle();
      stage.peer.receiveKexInit();
    }
    if (stage.role().isClient()) {
      stage.peer.receiveInit();
      stage.peer.sendReply();
      stage.settle();
    } else {
      stage.peer.sendInit();
      stage.settle();
      stage.peer.receiveReply();
    }
    return stage;
  }

  private static String marker(Role endRole) {
    return "kex-strict-" + (endRole.isClient() ? "s" : "c") + "-v00@openssh.com";
  }
}
