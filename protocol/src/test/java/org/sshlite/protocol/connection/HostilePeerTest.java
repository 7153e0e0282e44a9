package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.Role;

/**
 * Messages of all kinds in any order, whole and damaged, under the right keys: whatever comes, the
 * peer is answered or refused, and nothing of ours fails.
 */
class HostilePeerTest {
  private static final int CONVERSATIONS = 150;
  private static final int MESSAGES = 60;

  private final Random random = new Random(4253);
  private final Damage damage = new Damage(random);
  private final List<IncomingChannel> openings = new ArrayList<>();
  private final List<IncomingRequest> requests = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Role.class)
  void any_message_in_any_order_is_answered_or_refused(Role role) {
    for (int i = 0; i < CONVERSATIONS; i++) {
      Stage stage = start(role);
      for (int sent = 0; sent < MESSAGES && stage.ending() == null; sent++) {
        byte[] payload = payload();
        stage.peer.send(random.nextInt(4) == 0 ? damage.of(payload) : payload);
        if (random.nextInt(3) == 0) {
          stage.settle();
        }
        if (random.nextInt(10) == 0) {
          ownMove(stage);
        }
      }
      stage.settle();
      assertThat(stage.ending())
          .satisfiesAnyOf(
              ending -> assertThat(ending).isNull(),
              ending -> assertThat(ending).isInstanceOf(Ending.Refused.class),
              ending -> assertThat(ending).isInstanceOf(Ending.Closed.class),
              ending -> assertThat(ending).isInstanceOf(Ending.Disconnected.class));
      stage.carrier.hangUp();
      stage.settle();
      assertThat(stage.channels).allMatch(channel -> channel.closed().isDone());
      assertThat(stage.budget.reserve(WindowBudget.DEFAULT_BYTES, WindowBudget.DEFAULT_BYTES))
          .isTrue();
    }
  }

  private Stage start(Role role) {
    Stage stage = Stage.of(role);
    openings.clear();
    requests.clear();
    Consumer<IncomingChannel> sessions = stage.opening;
    stage.opening =
        channel -> {
          if (channel.type() instanceof ChannelType.Session) {
            sessions.accept(channel);
          } else {
            openings.add(channel);
          }
        };
    stage.requested = requests::add;
    switch (random.nextInt(8)) {
      case 0 -> stage.identified();
      case 1 -> stage.keys();
      default -> {
        stage.open();
        stage.session();
        stage.session();
      }
    }
    return stage;
  }

  /** The tested end does something of its own meanwhile. */
  private void ownMove(Stage stage) {
    switch (random.nextInt(9)) {
      case 7 -> answerOne();
      case 8 -> stage.end.open(type(), new ConnectionPair.RecordingHandler());
      case 0 -> stage.end.rekey();
      case 1 -> stage.end.globalRequest(new GlobalRequestType.Unknown("x", new byte[3]));
      case 2 -> stage.end.open(new ChannelType.Session(), new ConnectionPair.RecordingHandler());
      case 3 -> stage.channels.forEach(channel -> channel.request(new SessionRequest.Shell()));
      case 4 -> stage.channels.forEach(this::write);
      case 5 -> stage.channels.forEach(random.nextBoolean() ? Channel::close : Channel::abort);
      default -> stage.carrier.advance(1_000_000_000L);
    }
  }

  private void answerOne() {
    if (!openings.isEmpty() && random.nextBoolean()) {
      IncomingChannel channel = openings.remove(random.nextInt(openings.size()));
      if (random.nextBoolean()) {
        channel.accept(new ConnectionPair.RecordingHandler());
      } else {
        channel.refuse();
      }
    } else if (!requests.isEmpty()) {
      IncomingRequest request = requests.remove(random.nextInt(requests.size()));
      if (random.nextBoolean()) {
        request.succeed();
      } else {
        request.fail();
      }
    }
  }

  private void write(Channel channel) {
    try {
      channel.output().write(new byte[random.nextInt(3000)]);
    } catch (java.io.IOException e) {
      // closed already
    }
  }

  private byte[] payload() {
    int channel = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(3);
    if (random.nextInt(4) == 0) {
      byte[] data = new byte[random.nextInt(random.nextBoolean() ? 10 : 33_000)];
      return random.nextBoolean()
          ? Stage.data(channel, data)
          : Stage.extendedData(channel, random.nextInt(3), data);
    }
    List<Message> messages = new ArrayList<>(transportMessages());
    messages.addAll(channelMessages(channel));
    messages.addAll(channelMessages(channel)); // twice as likely
    return messages.get(random.nextInt(messages.size())).payload();
  }

  private List<Message> transportMessages() {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return List.of(
        new Ignore(bytes),
        new Debug(true, "x", ""),
        new Unimplemented(random.nextInt(9)),
        new Ping(bytes),
        random.nextInt(5) > 0 ? new Ping(bytes) : new NewKeys(),
        random.nextInt(5) > 0 ? new Ping(bytes) : new KexEcdhInit(bytes),
        random.nextInt(5) > 0 ? new Ping(bytes) : new KexEcdhReply(bytes, bytes, bytes),
        random.nextInt(5) > 0 ? new Ping(bytes) : new ExtInfo(List.of()),
        random.nextInt(5) > 0 ? new Ping(bytes) : new ServiceRequest("ssh-userauth"),
        random.nextInt(5) > 0 ? new Ping(bytes) : new UserauthFailure(NameList.of("x"), false),
        random.nextInt(5) > 0 ? new Ping(bytes) : new UserauthSuccess(),
        new GlobalRequest(
            new GlobalRequestType.Unknown("keepalive@openssh.com", bytes), random.nextBoolean()));
  }

  private List<Message> channelMessages(int channel) {
    return List.of(
        new ChannelOpen(type(), random.nextInt(), random.nextInt(9), 100),
        new GlobalRequest(forward(), random.nextBoolean()),
        new ChannelOpen(new ChannelType.Session(), random.nextInt(), random.nextInt(9), 100),
        new ChannelOpenConfirmation(channel, 7, 100, 100, new byte[0]),
        new ChannelOpenFailure(channel, 1, "no", ""),
        new ChannelWindowAdjust(channel, random.nextInt() & 0xffffffffL),
        new ChannelWindowAdjust(channel, random.nextInt(1000)),
        new ChannelEof(channel),
        new ChannelClose(channel),
        new ChannelSuccess(channel),
        new ChannelFailure(channel),
        new RequestSuccess(new byte[2]),
        new RequestFailure(),
        new ChannelRequest(channel, random.nextBoolean(), request()));
  }

  private GlobalRequestType forward() {
    return switch (random.nextInt(4)) {
      case 0 -> new GlobalRequestType.TcpipForward("", 0);
      case 1 -> new GlobalRequestType.CancelTcpipForward("", 0);
      case 2 -> new GlobalRequestType.StreamlocalForward("/tmp/socket");
      default -> new GlobalRequestType.CancelStreamlocalForward("/tmp/socket");
    };
  }

  private ChannelType type() {
    return switch (random.nextInt(8)) {
      case 5 -> new ChannelType.DirectStreamlocal("/tmp/socket", "", 0);
      case 6 -> new ChannelType.ForwardedTcpip("host", random.nextInt(70_000), "", 1);
      case 7 -> new ChannelType.Tunnel(1, 0);
      case 0 -> new ChannelType.DirectTcpip("host", random.nextInt(70_000), "", 1);
      case 1 -> new ChannelType.ForwardedStreamlocal("/tmp/socket");
      case 2 -> new ChannelType.AuthAgent();
      case 3 -> new ChannelType.X11("", 0);
      default -> new ChannelType.Unknown("x@example.com", new byte[5]);
    };
  }

  private SessionRequest request() {
    return switch (random.nextInt(9)) {
      case 7 -> new SessionRequest.AuthAgentRequest();
      case 8 -> new SessionRequest.X11Request(true, "MIT-MAGIC-COOKIE-1", "00", 0);
      case 0 -> new SessionRequest.Exec("true");
      case 1 -> new SessionRequest.Shell();
      case 2 -> new SessionRequest.Env("A", "b");
      case 3 ->
          new SessionRequest.PtyRequest(
              "xterm", 80, 24, 0, 0, new TerminalModes(new java.util.LinkedHashMap<>()));
      case 4 -> new SessionRequest.ExitStatus(3);
      case 5 -> new SessionRequest.Signal("INT");
      default -> new SessionRequest.Unknown("x@example.com", new byte[5]);
    };
  }
}
