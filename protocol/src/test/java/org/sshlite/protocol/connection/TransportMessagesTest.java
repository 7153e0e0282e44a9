package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Pong;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** RFC 4253 §11, RFC 8308, ping@openssh.com, and what a bad packet leads to. */
class TransportMessagesTest {
  @Test
  void a_connection_ends_in_good_order_on_both_sides() {
    ConnectionPair pair = ConnectionPair.open();
    pair.client.disconnect("bye");
    pair.exchangeUntilQuiet();
    assertThat(pair.clientEnding()).isEqualTo(new Ending.Closed());
    assertThat(pair.serverEnding())
        .isEqualTo(new Ending.Disconnected(DisconnectReason.BY_APPLICATION.code(), "bye"));
  }

  @Test
  void DISCONNECT_comes_after_what_was_sent_before_it_and_nothing_comes_after_it() {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.end.globalRequest(new GlobalRequestType.Unknown("first", new byte[0]));
    stage.end.disconnect("bye");
    stage.end.globalRequest(new GlobalRequestType.Unknown("second", new byte[0]));
    stage.settle();
    assertThat(stage.peer.messages())
        .satisfiesExactly(
            message -> assertThat(((GlobalRequest) message).type().name()).isEqualTo("first"),
            message -> assertThat(message).isInstanceOf(Disconnect.class));
    assertThat(channel.closed()).isCompleted();
  }

  @Test
  void DISCONNECT_does_not_wait_for_a_key_exchange() {
    Stage stage = Stage.server().open();
    stage.end.rekey();
    stage.end.globalRequest(new GlobalRequestType.Unknown("held", new byte[0]));
    stage.end.disconnect("bye");
    stage.settle();
    assertThat(stage.peer.messages().getLast()).isInstanceOf(Disconnect.class);
    assertThat(stage.ending()).isEqualTo(new Ending.Closed());
  }

  @Test
  void what_the_peer_says_when_it_disconnects_is_escaped() {
    Stage stage = Stage.client().open();
    stage.send(new Disconnect(DisconnectReason.BY_APPLICATION, "a\r\n\u001b[31mb"));
    assertThat(stage.ending().explain())
        .isEqualTo("disconnected by the peer: a\\015\\012\\033[31mb (reason 11)");
  }

  @Test
  void nothing_after_DISCONNECT_is_looked_at() {
    Stage stage = Stage.server().open();
    byte[] disconnect = stage.peer.seal(new Disconnect(11, "bye", "").payload());
    byte[] more = Arrays.copyOf(disconnect, disconnect.length + 100);
    stage.peer.sendBytes(more);
    stage.settle();
    assertThat(stage.ending()).isEqualTo(new Ending.Disconnected(11, "bye"));
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void IGNORE_and_UNIMPLEMENTED_are_ignored(Role role) {
    Stage stage = Stage.of(role).open().send(new Ignore(new byte[1000]), new Unimplemented(7));
    stage.assertAlive();
    assertThat(stage.peer.payloads()).isEmpty();
  }

  /** As paramiko's send_ignore() does, which scripts use to see whether a connection lives. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void an_IGNORE_is_ignored_whatever_is_in_it(Role role) {
    byte[] random = {Ignore.NUMBER, (byte) 0xf3, 1, 2, 3, 4, 5, 6};
    Stage stage = Stage.of(role).open().send(random).send(new byte[] {Ignore.NUMBER});
    stage.assertAlive();
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void DEBUG_is_shown_when_the_server_wants_it_displayed() {
    Stage stage =
        Stage.client().open().send(new Debug(false, "no", ""), new Debug(true, "yes", ""));
    assertThat(stage.shown).containsExactly("yes");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 19, 22, 29, 101, 127, 191, 194, 255})
  void an_unknown_message_is_answered_with_its_sequence_number(int number) {
    Stage stage = Stage.server().open();
    stage.send(new Ignore(new byte[0]), new Ignore(new byte[0]));
    // behind the two of the login and the two of now
    assertThat(stage.send(new byte[] {(byte) number, 9}).onlyAnswer())
        .isEqualTo(new Unimplemented(4));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void an_unknown_message_is_refused_while_there_are_no_keys(Role role) {
    for (int number : List.of(0, 8, 22, 101, 192, 255)) {
      Stage stage = Stage.of(role).identified().send(new byte[] {(byte) number});
      stage.assertRefused(Refusal.OutOfTurn.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void PING_is_answered_with_its_data(Role role) {
    Stage stage = Stage.of(role).open();
    Pong pong = (Pong) stage.send(new Ping(new byte[] {1, 2, 3})).onlyAnswer();
    assertThat(pong.data()).containsExactly(1, 2, 3);
  }

  @Test
  void chaff_is_a_PING_as_long_as_a_key_and_goes_to_who_answers_it() {
    Stage stage = Stage.client().keys();
    stage.send(new ExtInfo(List.of(new ExtInfo.Extension("ping@openssh.com", new byte[] {'0'}))));
    stage.send(new ServiceAccept("ssh-userauth"));
    stage.send(new UserauthSuccess());
    stage.peer.messages();
    stage.end.chaff();
    stage.settle();
    Message chaff = stage.peer.messages().getFirst();
    assertThat(chaff).isInstanceOf(Ping.class);
    assertThat(chaff.payload()).hasSize(1 + 4 + 4 + 1);

    Stage silent = Stage.client().open();
    silent.end.chaff();
    silent.settle();
    assertThat(silent.peer.messages()).isEmpty();
  }

  /** As OpenSSH 10.5: CVE-2025-26466. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void PING_is_not_answered_before_the_user_is_authenticated(Role role) {
    Stage stage = Stage.of(role).keys();
    stage.peer.messages();
    stage.send(new Ping(new byte[0])).assertAlive();
    assertThat(stage.peer.messages()).isEmpty();
  }

  @Test
  void answers_keep_the_order_of_what_they_answer() {
    Stage stage = Stage.server().open();
    stage.peer.send(new Ping(new byte[0]));
    stage.peer.send(new GlobalRequest(new GlobalRequestType.Unknown("unknown", new byte[0]), true));
    stage.peer.send(new byte[] {(byte) 220});
    stage.settle();
    assertThat(stage.peer.messages())
        .extracting(Message::number)
        .containsExactly(Pong.NUMBER, RequestFailure.NUMBER, Unimplemented.NUMBER);
  }

  // EXT_INFO, RFC 8308 §2.4

  @Test
  void a_server_says_which_user_keys_it_takes_right_after_its_first_NEWKEYS() {
    Stage stage = Stage.server().keys();
    ExtInfo extInfo = (ExtInfo) stage.onlyAnswer();
    assertThat(extInfo.extensions())
        .anySatisfy(
            extension -> {
              assertThat(extension.name()).isEqualTo("server-sig-algs");
              assertThat(new String(extension.value(), StandardCharsets.US_ASCII))
                  .contains("ssh-ed25519");
            });
    stage.kex();
    assertThat(stage.peer.messages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void EXT_INFO_right_after_NEWKEYS_is_taken(Role role) {
    Stage.of(role).keys().send(extInfo()).assertAlive();
  }

  @Test
  void a_client_takes_EXT_INFO_right_before_USERAUTH_SUCCESS() {
    Stage stage = Stage.client().keys();
    stage.send(new ServiceAccept("ssh-userauth"), extInfo(), new UserauthSuccess());
    assertThat(stage.end.authenticated()).isCompleted();
  }

  @Test
  void a_server_refuses_EXT_INFO_that_is_not_the_first_packet_under_keys() {
    Stage stage = Stage.server().keys().send(new ServiceRequest("ssh-userauth"));
    stage.send(extInfo()).assertRefused(Refusal.OutOfTurn.class);
  }

  @Test
  void EXT_INFO_that_announces_more_than_it_holds_is_refused() {
    Stage stage = Stage.client().keys().send(new byte[] {7, -1, -1, -1, -1});
    stage.assertRefused(Refusal.Malformed.class);
  }

  // limits and bad packets

  /** A message whose packet_length is this, where a cipher pads to 8 or 16 bytes. */
  private static Ignore ofLength(int packetLength) {
    int padding = 4;
    int padded = 1 + padding;
    return new Ignore(new byte[packetLength - padded - new Ignore(new byte[0]).payload().length]);
  }

  private static Ignore longer(Ignore message) {
    return new Ignore(new byte[message.data().length + 1]);
  }

  @Test
  void a_packet_above_64_KiB_is_refused_before_authentication() {
    Ignore largest = ofLength(64 * 1024);
    Stage stage = Stage.server().keys().send(largest);
    stage.assertAlive();
    stage.send(longer(largest)).assertRefused(Refusal.BadPacket.class);
  }

  @Test
  void a_packet_above_256_KiB_is_refused_always() {
    Ignore largest = ofLength(256 * 1024);
    Stage stage = Stage.server().open().send(largest);
    stage.assertAlive();
    stage.send(longer(largest)).assertRefused(Refusal.BadPacket.class);
  }

  @Test
  void a_peer_may_send_only_so_many_packets_before_it_is_authenticated() {
    Stage stage = Stage.server().keys();
    for (int i = 3; i < 2000; i++) { // behind those of the key exchange
      stage.send(new Ignore(new byte[0]));
    }
    stage.assertAlive();
    stage.send(new Ignore(new byte[0]));
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("too many packets before authentication"));
  }

  static List<String> ciphers() {
    return PacketCiphers.SUPPORTED_ENCRYPTION;
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("ciphers")
  void every_way_to_be_a_bad_packet_is_told_in_the_same_words(String cipher) {
    TransportOptions options = TransportOptions.builder().ciphers(List.of(cipher)).build();
    for (Tamper tamper : Tamper.values()) {
      Stage stage = Stage.server(options).open();
      byte[] first = stage.peer.seal(new Ignore(new byte[50]).payload());
      byte[] second = stage.peer.seal(new Ignore(new byte[50]).payload());
      stage.peer.sendBytes(tamper.apply(first, second));
      stage.peer.sendBytes(new byte[300_000]); // what a changed length makes us wait for
      stage.settle();
      stage.assertRefused(Refusal.BadPacket.class);
      assertThat(stage.farewell())
          .isEqualTo(new Disconnect(DisconnectReason.MAC_ERROR, "Packet corrupt"));
    }
  }

  private enum Tamper {
    LENGTH(1),
    PADDING_LENGTH(4),
    PAYLOAD(20),
    TAG(-1),
    DROPPED(0),
    SWAPPED(0);

    private final int at;

    Tamper(int at) {
      this.at = at;
    }

    byte[] apply(byte[] first, byte[] second) {
      return switch (this) {
        case DROPPED -> second;
        case SWAPPED -> join(second, first);
        default -> {
          first[Math.floorMod(at, first.length)] ^= 0x10;
          yield join(first, second);
        }
      };
    }

    private static byte[] join(byte[] first, byte[] second) {
      byte[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }
  }

  @Test
  void a_client_that_is_no_SSH_client_is_told_so_in_plain_text() {
    assertTold(
        "GET / HTTP/1.1", Refusal.BadIdentification.class, "Invalid SSH identification string.");
  }

  @Test
  void a_client_of_another_version_is_told_so_in_plain_text() {
    assertTold("SSH-1.5-old", Refusal.OtherProtocol.class, "Protocol major versions differ.");
  }

  private static void assertTold(String line, Class<? extends Refusal> refusal, String text) {
    Stage stage = Stage.server();
    stage.driver.start();
    stage.peer.identify(line + "\r\n");
    stage.settle();
    stage.assertRefused(refusal);
    stage.peer.receiveIdentification();
    assertThat(stage.peer.receiveLine()).endsWith("it sent \"" + text + "\"");
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void a_server_that_is_no_SSH_server_is_told_nothing() {
    Stage stage = Stage.client();
    stage.driver.start();
    stage.peer.identify("SSH-1.5-old\r\n");
    stage.settle();
    stage.assertRefused(Refusal.OtherProtocol.class);
    stage.peer.receiveIdentification();
    assertThat(stage.peer.payloads()).isEmpty();
  }

  @Test
  void a_client_skips_what_a_server_says_first() {
    Stage stage = Stage.client();
    stage.driver.start();
    stage.peer.identify("Welcome to this host.\r\n\r\nSSH-2.0-x\r\n");
    stage.settle();
    stage.assertAlive();
    assertThat(stage.end.info().peerIdentification().orElseThrow().line()).isEqualTo("SSH-2.0-x");
  }

  private static ExtInfo extInfo() {
    return new ExtInfo(List.of(new ExtInfo.Extension("x@example.com", new byte[2])));
  }
}
