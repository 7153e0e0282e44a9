package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** RFC 4253 §9. */
class RekeyTest {
  private static final int ROUNDS = Boolean.getBoolean("whole") ? 1500 : 750;

  @Test
  void keys_are_exchanged_anew_and_the_session_identifier_stays() {
    ConnectionPair pair = ConnectionPair.open();
    byte[] before = pair.client.info().sessionIdentifier();
    pair.client.rekey();
    pair.exchangeUntilQuiet();
    pair.server.rekey();
    pair.exchangeUntilQuiet();
    assertThat(pair.client.info().keyExchanges()).isEqualTo(3);
    assertThat(pair.server.info().keyExchanges()).isEqualTo(3);
    assertThat(pair.client.info().sessionIdentifier()).isEqualTo(before);
    assertThat(pair.server.info().sessionIdentifier()).isEqualTo(before);
  }

  @Test
  void both_sides_may_ask_at_once() {
    ConnectionPair pair = ConnectionPair.open();
    pair.client.rekey();
    pair.server.rekey();
    pair.exchangeUntilQuiet();
    assertThat(pair.client.info().keyExchanges()).isEqualTo(2);
    assertThat(pair.clientEnding()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
        "aes128-ctr"
      })
  void no_byte_is_lost_or_reordered_whenever_either_side_asks(String cipher) throws Exception {
    TransportOptions options =
        TransportOptions.builder()
            .kexMethods(List.of("curve25519-sha256"))
            .ciphers(List.of(cipher))
            .build();
    ConnectionPair pair = ConnectionPair.open(options, options);
    List<Flow> flows = flows(pair, 3);
    Random random = new Random(cipher.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      for (Flow flow : flows) {
        if (random.nextInt(20) == 0) {
          flow.fill();
        }
        if (random.nextInt(10) == 0) {
          flow.read();
        }
      }
      if (random.nextInt(30) == 0) {
        pair.client.rekey();
      }
      if (random.nextInt(30) == 0) {
        pair.server.rekey();
      }
      pair.exchangeOnce();
    }
    pair.exchangeUntilQuiet();
    for (Flow flow : flows) {
      assertThat(flow.read()).isEqualTo(flow.written()).isGreaterThan(0);
    }
    assertThat(pair.client.info().keyExchanges()).isGreaterThan(ROUNDS / 75);
  }

  @Test
  void keys_are_exchanged_anew_after_so_many_bytes() throws Exception {
    TransportOptions options = TransportOptions.builder().rekeyBytes(1024 * 1024).build();
    ConnectionPair pair = ConnectionPair.open(options, TransportOptions.defaults());
    transfer(pair, 10 * 1024 * 1024);
    assertThat(pair.client.info().keyExchanges()).isBetween(7, 15);
  }

  @Test
  void a_limit_below_what_a_key_exchange_needs_still_makes_progress() throws Exception {
    TransportOptions options = TransportOptions.builder().rekeyBytes(16).build();
    ConnectionPair pair = ConnectionPair.open(options, options);
    transfer(pair, 1024 * 1024);
    assertThat(pair.client.info().keyExchanges()).isGreaterThan(3);
  }

  /**
   * OpenSSH's server answers a KEXINIT during the login with UNIMPLEMENTED; its client hangs up.
   */
  @Test
  void a_client_that_reaches_a_limit_during_the_login_waits_for_its_end() {
    Stage stage = Stage.client(TransportOptions.builder().rekeyBytes(16).build()).keys();
    assertThat(Stage.numbers(stage.peer.payloads())).containsExactly(ServiceRequest.NUMBER);
    stage.send(new ServiceAccept("ssh-userauth"));
    assertThat(Stage.numbers(stage.peer.payloads())).containsExactly(UserauthRequest.NUMBER);
    stage.send(new UserauthSuccess());
    assertThat(stage.onlyAnswer()).isInstanceOf(KexInit.class);
  }

  @Test
  void a_server_that_reaches_a_limit_during_the_login_waits_for_its_end() {
    TransportOptions options = TransportOptions.builder().rekeyTime(Duration.ofSeconds(1)).build();
    Stage stage = Stage.server(options).keys();
    stage.carrier.advance(Duration.ofSeconds(2).toNanos());
    stage.settle();
    stage.peer.payloads();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.send(new UserauthRequest("alice", "ssh-connection", new AuthMethod.None()));
    assertThat(Stage.numbers(stage.peer.payloads()))
        .containsExactly(ServiceAccept.NUMBER, UserauthSuccess.NUMBER, KexInit.NUMBER);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void keys_are_exchanged_anew_after_some_time_on_an_idle_connection(Role role) {
    TransportOptions options = TransportOptions.builder().rekeyTime(Duration.ofHours(1)).build();
    Stage stage = (role.isClient() ? Stage.client(options) : Stage.server(options)).open();
    stage.carrier.advance(Duration.ofMinutes(59).toNanos());
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();
    stage.carrier.advance(Duration.ofMinutes(1).toNanos());
    stage.settle();
    assertThat(stage.onlyAnswer()).isInstanceOf(KexInit.class);
  }

  @Test
  void while_the_peer_does_not_answer_no_tick_is_due() {
    TransportOptions options = TransportOptions.builder().rekeyTime(Duration.ofHours(1)).build();
    Stage stage = Stage.server(options).open();
    stage.carrier.advance(Duration.ofHours(1).toNanos());
    stage.settle();
    assertThat(stage.driver.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void the_next_deadline_counts_from_the_last_key_exchange() {
    TransportOptions options = TransportOptions.builder().rekeyTime(Duration.ofHours(1)).build();
    Stage stage = Stage.server(options).open();
    stage.carrier.advance(Duration.ofMinutes(40).toNanos());
    stage.kex();
    assertThat(stage.driver.deadline())
        .isEqualTo(stage.carrier.nanoTime() + Duration.ofHours(1).toNanos());
  }

  // what may pass meanwhile

  @ParameterizedTest
  @EnumSource(Role.class)
  void messages_that_the_peer_sent_before_its_KEXINIT_are_taken_after_ours(Role role) {
    Stage stage = Stage.of(role).open();
    stage.end.rekey();
    stage.settle();
    stage
        .send(new GlobalRequest(new GlobalRequestType.Unknown("late", new byte[0]), true))
        .assertAlive();
    assertThat(Stage.numbers(stage.peer.payloads())).containsExactly(KexInit.NUMBER);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void IGNORE_DEBUG_and_UNIMPLEMENTED_pass_during_a_later_key_exchange(Role role) {
    Stage stage = Stage.of(role).open();
    stage.peer.sendKexInit();
    stage.send(new Ignore(new byte[3]), new Debug(false, "x", ""), new Unimplemented(0));
    stage.answerKex();
    stage.assertAlive();
    assertThat(stage.end.info().keyExchanges()).isEqualTo(2);
  }

  static List<Message> forbidden() {
    return List.of(
        new GlobalRequest(new GlobalRequestType.Unknown("x", new byte[0]), true),
        new Ping(new byte[0]),
        new org.sshlite.protocol.message.ServiceRequest("ssh-userauth"),
        new org.sshlite.protocol.message.ExtInfo(List.of()));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void any_other_message_after_the_peers_KEXINIT_is_refused(Role role) {
    for (Message message : forbidden()) {
      Stage stage = Stage.of(role).open();
      stage.peer.sendKexInit();
      stage.send(message).assertRefused(Refusal.OutOfTurn.class);
    }
  }

  @Test
  void channel_data_after_the_peers_KEXINIT_is_refused() {
    Stage stage = Stage.server().open();
    stage.session();
    stage.peer.sendKexInit();
    stage.send(Stage.data(0, "x")).assertRefused(Refusal.OutOfTurn.class);
  }

  @Test
  void a_second_KEXINIT_in_a_later_key_exchange_is_refused() {
    Stage stage = Stage.server().open();
    stage.peer.sendKexInit();
    stage.peer.sendKexInit();
    stage.settle();
    stage.assertRefused(Refusal.OutOfTurn.class);
  }

  @Test
  void nothing_but_the_key_exchange_goes_out_between_KEXINIT_and_NEWKEYS() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.end.rekey();
    stage.settle();
    channel.output().write(new byte[100]);
    stage.end.globalRequest(new GlobalRequestType.Unknown("held", new byte[0]));
    stage.settle();
    assertThat(Stage.numbers(stage.peer.payloads())).containsExactly(KexInit.NUMBER);
  }

  @Test
  void what_was_held_comes_after_NEWKEYS_in_order() throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.end.rekey();
    stage.settle();
    channel.output().write("data".getBytes());
    stage.end.globalRequest(new GlobalRequestType.Unknown("held", new byte[0]));
    stage.settle();
    stage.kex();
    List<byte[]> after = stage.peer.payloads();
    assertThat(Stage.numbers(after)).containsExactly(80, 94);
    assertThat(Stage.dataOf(after)).asString().isEqualTo("data");
  }

  @Test
  void replies_that_the_peer_provokes_while_they_are_held_are_capped_in_number() {
    Stage stage = Stage.server().open();
    stage.end.rekey();
    stage.settle();
    GlobalRequest asked = new GlobalRequest(new GlobalRequestType.Unknown("x", new byte[0]), true);
    for (int i = 0; i < 4096; i++) {
      stage.send(asked);
    }
    stage.assertAlive();
    stage.send(asked).assertRefused(Refusal.LimitExceeded.class);
    List<byte[]> payloads = stage.peer.payloads();
    assertThat(payloads).hasSize(2);
    assertThat(payloads.getLast()[0]).isEqualTo((byte) Disconnect.NUMBER);
  }

  @Test
  void replies_that_the_peer_provokes_while_they_are_held_are_capped_in_bytes() {
    Stage stage = Stage.server().open();
    stage.end.rekey();
    stage.settle();
    int head = new Ping(new byte[0]).payload().length;
    for (int i = 0; i < 8; i++) {
      stage.send(new Ping(new byte[128 * 1024 - head]));
    }
    stage.assertAlive();
    stage.send(new Ping(new byte[0])).assertRefused(Refusal.LimitExceeded.class);
  }

  @Test
  void many_key_exchanges_do_not_use_up_the_cap() {
    Stage stage = Stage.server().open();
    for (int i = 0; i < 50; i++) {
      stage.kex();
    }
    stage.send(new GlobalRequest(new GlobalRequestType.Unknown("unknown", new byte[0]), true));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestFailure.class);
  }

  @Test
  void what_is_sent_after_our_NEWKEYS_is_under_the_new_keys_before_the_peers_comes()
      throws Exception {
    Stage stage = Stage.server().open();
    Channel channel = stage.session();
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.settle();
    stage.peer.receiveReply();
    channel.output().write("early".getBytes());
    stage.settle();
    stage.peer.receiveNewKeys();
    assertThat(Stage.dataOf(stage.peer.payloads())).asString().isEqualTo("early");
    stage.assertAlive();
  }

  @Test
  void the_old_keys_do_not_do_after_NEWKEYS() {
    Stage stage = Stage.server().open();
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.sendInit();
    stage.settle();
    stage.peer.receiveReply();
    stage.peer.send(new NewKeys());
    stage.send(new Ignore(new byte[10])).assertRefused(Refusal.BadPacket.class);
  }

  // the host key

  @Test
  void the_same_host_key_is_not_judged_again() {
    ConnectionPair pair = ConnectionPair.open();
    pair.client.rekey();
    pair.exchangeUntilQuiet();
    assertThat(pair.judged).hasSize(1);
  }

  @Test
  void another_host_key_is_judged_anew() {
    PrivateKey other = PrivateKey.generate("ssh-ed25519", ConnectionPair.RANDOM);
    Stage stage = Stage.client().open();
    stage.peer.hostKeys(List.of(other));
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    stage.peer.receiveInit();
    stage.peer.sendReply();
    stage.settle();
    stage.assertRefused(Refusal.HostKeyNotTrusted.class);
    assertThat(stage.judged)
        .containsExactly(ConnectionPair.HOST_KEY.publicKey(), other.publicKey());
  }

  /** Each costs a server milliseconds and a signature, and the client next to nothing. */
  @Test
  void a_client_that_nobody_knows_gets_new_keys_three_times() {
    Stage stage = Stage.of(Role.SERVER, "curve25519-sha256").keys();
    stage.peer.payloads();
    for (int i = 0; i < 3; i++) {
      stage.kex();
    }
    stage.assertAlive();
    stage.peer.sendKexInit();
    stage.settle();
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("too many key exchanges before authentication"));
  }

  @Test
  void a_user_gets_new_keys_a_hundred_times_at_once_and_then_ten_times_in_a_second() {
    Stage stage = Stage.of(Role.SERVER, "curve25519-sha256").open();
    for (int i = 0; i < 100; i++) {
      stage.kex();
    }
    assertThat(stage.end.info().keyExchanges()).isEqualTo(101);
    for (int i = 0; i < 3; i++) {
      stage.peer.sendKexInit();
      stage.settle();
      stage.peer.receiveKexInit();
      stage.peer.sendInit();
      stage.settle();
      assertThat(stage.peer.payloads()).isEmpty();
      assertThat(stage.driver.deadline() - stage.carrier.nanoTime()).isEqualTo(100_000_000);

      stage.carrier.advance(99_999_999);
      stage.settle();
      assertThat(stage.peer.payloads()).isEmpty();
      stage.carrier.advance(1);
      stage.settle();
      stage.peer.receiveReply();
      stage.peer.sendNewKeys();
      stage.settle();
      stage.peer.receiveNewKeys();
    }
    assertThat(stage.end.info().keyExchanges()).isEqualTo(104);
  }

  @Test
  void new_keys_that_a_server_wants_itself_do_not_count() {
    Stage stage = Stage.of(Role.SERVER, "curve25519-sha256").open();
    for (int i = 0; i < 110; i++) {
      stage.end.rekey();
      stage.settle();
      stage.kex();
    }
    assertThat(stage.end.info().keyExchanges()).isEqualTo(111);
  }

  private static List<Flow> flows(ConnectionPair pair, int channels) {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      Channel client = pair.openSession();
      Channel server = pair.serverChannels.get(i);
      flows.add(new Flow(client, server, i));
      flows.add(new Flow(server, client, i + 100));
    }
    return flows;
  }

  private static void transfer(ConnectionPair pair, int bytes) throws Exception {
    Channel client = pair.openSession();
    Flow flow = new Flow(client, pair.serverChannels.getLast(), 5);
    while (flow.read() < bytes) {
      flow.fill();
      pair.exchangeUntilQuiet();
    }
  }
}
