package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.message.UserauthSuccess;

/**
 * Our client and our server, whole, and between them somebody who has the keys of both and changes,
 * repeats, drops and holds back what passes: each end answers or refuses, and nothing of either
 * fails or stays. Goes on for "fuzz.minutes", where these are more than none.
 */
class LiveFuzzTest {
  private static final int CONVERSATIONS = 20;
  private static final int MOVES = 40;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  // numbers of a key exchange, which ends at the one in between
  private static final int FIRST_OF_KEX = 20;
  private static final int LAST_OF_KEX = 49;

  private Random random = new Random();
  private final List<byte[]> held = new ArrayList<>();

  @Test
  void both_ends_outlive_what_passes_between_them() {
    long until = System.nanoTime() + Long.getLong("fuzz.minutes", 0) * MINUTE_NANOS;
    for (int seed = 0; seed < CONVERSATIONS || System.nanoTime() < until; seed++) {
      random = new Random(seed);
      try {
        converse();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("conversation " + seed, e);
      }
    }
  }

  private void converse() {
    held.clear();
    Stage client = Stage.client().keys();
    Stage server = Stage.server().keys();
    List<Channel> own = new ArrayList<>();
    for (int move = 0; move < MOVES; move++) {
      pass(client, server);
      pass(server, client);
      if (client.end.authenticated().isDone() && client.ending() == null) {
        ofClient(client, own);
      }
      ofServer(server);
    }
    for (Stage stage : List.of(client, server)) {
      stage.carrier.hangUp();
      stage.settle();
      assertThat(stage.ending()).isNotNull().isNotInstanceOf(Ending.Failed.class);
      assertThat(stage.budget.reserve(WindowBudget.DEFAULT_BYTES, WindowBudget.DEFAULT_BYTES))
          .as("windows are given back")
          .isTrue();
    }
    assertThat(own).allMatch(channel -> channel.closed().isDone());
    assertThat(server.channels).allMatch(channel -> channel.closed().isDone());
    assertThat(server.handlers).allMatch(handler -> handler.closed);
  }

  /** What one end has sent goes to the other, or something like it. */
  private void pass(Stage from, Stage to) {
    from.settle();
    Damage damage = new Damage(random);
    for (byte[] payload : from.peer.payloads()) {
      switch (random.nextInt(40)) {
        case 0, 1, 2 -> send(to, damage.of(payload));
        case 3 -> {
          send(to, payload);
          send(to, payload);
        }
        case 4 -> {} // lost
        case 5 -> held.add(payload);
        default -> send(to, payload);
      }
    }
    if (!held.isEmpty() && random.nextInt(10) == 0) {
      send(to, held.remove(0));
    }
  }

  private static void send(Stage to, byte[] payload) {
    int number = payload[0] & 0xff;
    if (to.ending() != null || number >= FIRST_OF_KEX && number <= LAST_OF_KEX) {
      return;
    }
    to.send(payload);
    if (number == UserauthSuccess.NUMBER && to.role().isClient()) {
      to.peer.authenticated();
    }
  }

  private void ofClient(Stage client, List<Channel> own) {
    switch (random.nextInt(6)) {
      case 0 -> open(client, new ChannelType.Session(), own);
      case 1 -> open(client, new ChannelType.DirectTcpip("host", 80, "::1", 1), own);
      case 2 -> client.end.globalRequest(new GlobalRequestType.TcpipForward("", 0));
      default -> own.forEach(this::use);
    }
    client.settle();
  }

  private static void open(Stage client, ChannelType type, List<Channel> own) {
    client.end.open(type, new RecordingHandler()).thenAccept(own::add);
  }

  private void ofServer(Stage server) {
    server.channels.forEach(this::use);
    server.settle();
  }

  private void use(Channel channel) {
    switch (random.nextInt(9)) {
      case 0 -> channel.request(new SessionRequest.Exec("true"));
      case 1 -> channel.send(new SessionRequest.ExitStatus(3));
      case 2 -> channel.send(new SessionRequest.Env("LANG", "C"));
      case 3 ->
          channel.request(new SessionRequest.PtyRequest("xterm", 80, 24, 0, 0, TerminalModes.NONE));
      case 4 -> channel.close();
      case 5 -> channel.sendEndOfWriting();
      default -> write(channel);
    }
  }

  private void write(Channel channel) {
    try {
      if (random.nextInt(8) == 0) {
        channel.output().close();
      } else {
        channel.output().write(new byte[random.nextInt(500)]);
      }
    } catch (IOException _) {
      return; // closed already
    }
  }
}
