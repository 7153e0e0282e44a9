package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.transport.RawPeer;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** Window credit around a key exchange, during which none can be given. */
class RekeyCreditTest {
  private static final int PACKET = Channel.MAXIMUM_PACKET_SIZE;
  private static final int LIMIT = 700 * 1024;

  private static Stage stage(Role role) {
    TransportOptions options =
        TransportOptions.builder()
            .kexMethods(List.of("curve25519-sha256"))
            .rekeyBytes(LIMIT)
            .build();
    return (role.isClient() ? Stage.client(options) : Stage.server(options)).open();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void all_that_was_read_is_credited_before_keys_are_exchanged(Role role) throws Exception {
    Stage stage = stage(role);
    InputStream input = stage.session().input();
    int sent = 0;
    List<Message> came = List.of();
    while (came.isEmpty()) {
      input.readNBytes(sent == 0 ? 0 : PACKET);
      stage.send(Stage.data(0, new byte[PACKET]));
      sent += PACKET;
      came = stage.peer.messages();
    }
    assertThat(sent).isLessThan(ReceiveWindow.INITIAL / 2);
    // but for the last packet, which nobody has read
    assertThat(came.getFirst())
        .isEqualTo(new ChannelWindowAdjust(Stage.PEER_CHANNEL, sent - PACKET));
    assertThat(came).hasSize(2).last().isInstanceOf(KexInit.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void an_answer_that_is_due_is_sent_before_keys_are_exchanged(Role role) {
    Stage stage = stage(role);
    stage.peer.send(
        new GlobalRequest(
            new GlobalRequestType.Unknown("what@example.com", new byte[LIMIT / 64]), true));
    stage.end.rekey();
    stage.settle();
    assertThat(stage.peer.messages())
        .hasSize(2)
        .satisfies(
            messages -> {
              assertThat(messages.getFirst()).isInstanceOf(RequestFailure.class);
              assertThat(messages.getLast()).isInstanceOf(KexInit.class);
            });
  }

  /**
   * As tinysshd: what comes right behind NEWKEYS it has in its buffer, but does not look at before
   * something else comes; and at an empty window it waits for that alone. It has sent all that it
   * may when our KEXINIT reaches it, and what is still on its way then is read during the exchange.
   */
  @ParameterizedTest
  @EnumSource(Role.class)
  void a_peer_that_overlooks_what_comes_behind_new_keys_does_not_fall_asleep(Role role)
      throws Exception {
    Stage stage = stage(role);
    // read as it comes
    stage.session().input().close();
    Random random = new Random(1);
    long window = ReceiveWindow.INITIAL;
    long overlooked = 0;
    while (stage.end.info().keyExchanges() < 20) {
      assertThat(window).as("window of a peer that sleeps").isPositive();
      int burst = random.nextInt(3) == 0 ? (int) window : random.nextInt((int) window + 1);
      send(stage, burst);
      window -= burst;
      byte[] payload;
      while ((payload = stage.peer.next()) != null) {
        window += overlooked;
        overlooked = 0;
        if (payload[0] == KexInit.NUMBER) {
          finishKex(stage, payload);
          while ((payload = stage.peer.next()) != null) {
            overlooked += credit(payload);
          }
        } else {
          window += credit(payload);
        }
      }
    }
  }

  private static void send(Stage stage, int bytes) {
    for (int left = bytes; left > 0; left -= PACKET) {
      stage.peer.send(Stage.data(0, new byte[Math.min(PACKET, left)]));
    }
    stage.settle();
  }

  private static void finishKex(Stage stage, byte[] kexInit) {
    stage.peer.sendKexInit();
    stage.peer.receiveKexInit(kexInit);
    stage.settle();
    stage.finishKex();
  }

  private static long credit(byte[] payload) {
    return ((ChannelWindowAdjust) RawPeer.message(payload)).bytesToAdd();
  }
}
