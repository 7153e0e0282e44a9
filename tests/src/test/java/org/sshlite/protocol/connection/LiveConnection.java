package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.fuzz.FixedRandom;

/**
 * Our client and our server, whole, and between them somebody who has the keys of both. What both
 * applications do, and what becomes of each payload on its way, is chosen by the input.
 */
final class LiveConnection {
  private static final TransportOptions OPTIONS =
      TransportOptions.builder()
          .kexMethods(List.of("curve25519-sha256"))
          .hostKeyAlgorithms(List.of("ssh-ed25519"))
          .build();

  private static final PrivateKey HOST_KEY = PrivateKey.generate("ssh-ed25519", new FixedRandom());
  private static final PrivateKey USER_KEY = PrivateKey.generate("ssh-ed25519", new FixedRandom());

  /** What an honest login with a command takes. */
  private static final int LEAST_ROUNDS = 12;

  private static final int MOST_ROUNDS = 80;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final SecureRandom random = new FixedRandom();
  private final Choices choices;
  private final Passage passage;
  private final Middle toClient = new Middle(Role.SERVER, OPTIONS, HOST_KEY, random);
  private final Middle toServer = new Middle(Role.CLIENT, OPTIONS, HOST_KEY, random);
  private final End client;
  private final End server;

  LiveConnection(byte[] input) {
    choices = new Choices(input);
    passage = new Passage(choices);
    LivePeople people = new LivePeople(choices, USER_KEY);
    client = new End(toClient);
    client.carry(
        ConnectionDriver.client(
            OPTIONS, new Client(people.user()), client.budget, random, client.carrier));
    server = new End(toServer);
    server.carry(
        ConnectionDriver.server(
            OPTIONS,
            List.of(HOST_KEY),
            new Server(people.door()),
            server.budget,
            random,
            server.carrier));
  }

  /** Goes through it; what holds in the end is asserted. */
  void run() {
    for (int round = 0; round < LEAST_ROUNDS || choices.more() && round < MOST_ROUNDS; round++) {
      settle();
      passage.through(toClient, toServer);
      settle();
      passage.through(toServer, toClient);
      settle();
      if (client.isOver() && server.isOver()) {
        break;
      }
      act(client, this::ofClient);
      act(server, this::ofServer);
    }
    List.of(client, server).forEach(this::end);
  }

  /** Whether the user was let in, as both see it. */
  boolean wasOpen() {
    return List.of(client, server).stream()
        .map(end -> end.connection().authenticated())
        .allMatch(login -> login.isDone() && !login.isCompletedExceptionally());
  }

  private void settle() {
    while (client.step() | server.step()) {}
  }

  private void act(End end, Consumer<Connection> what) {
    if (end.isOpen()) {
      switch (choices.below(8)) {
        case 0, 1 -> what.accept(end.connection());
        case 2 -> end.connection().rekey();
        case 3 -> end.pass(choices.next() * SECOND_NANOS);
        default -> List.copyOf(end.channels).forEach(this::use);
      }
    }
  }

  private void ofClient(Connection connection) {
    switch (choices.below(8)) {
      case 0 -> client.open(new ChannelType.Session());
      case 1 -> client.open(new ChannelType.DirectTcpip("host", 80, "::1", 1));
      case 2 -> client.open(new ChannelType.DirectStreamlocal("/tmp/socket"));
      case 3 -> connection.globalRequest(new GlobalRequestType.TcpipForward("", 0));
      case 4 -> connection.globalRequest(new GlobalRequestType.NoMoreSessions());
      case 5 -> connection.chaff();
      case 6 -> connection.debug("a word");
      default -> connection.disconnect("enough");
    }
  }

  private void ofServer(Connection connection) {
    switch (choices.below(6)) {
      case 0 -> server.open(new ChannelType.ForwardedTcpip("", 80, "::1", 1));
      case 1 -> server.open(new ChannelType.ForwardedStreamlocal("/tmp/socket"));
      case 2 -> server.open(new ChannelType.AuthAgent());
      case 3 -> server.open(new ChannelType.X11("::1", 1));
      case 4 -> connection.globalRequest(new GlobalRequestType.Unknown("a@b", new byte[0]));
      default -> connection.disconnect("enough");
    }
  }

  private void use(Channel channel) {
    try {
      switch (choices.below(12)) {
        case 0 -> channel.request(new SessionRequest.Exec("true"));
        case 1 -> channel.send(new SessionRequest.ExitStatus(3));
        case 2 -> channel.send(new SessionRequest.Env("LANG", "C"));
        case 3 ->
            channel.request(
                new SessionRequest.PtyRequest("xterm", 80, 24, 0, 0, TerminalModes.NONE));
        case 4 -> channel.close();
        case 5 -> channel.abort();
        case 6 -> channel.sendEndOfWriting();
        case 7 -> channel.output().close();
        case 8, 9 -> channel.input().readNBytes(channel.input().available());
        default -> channel.output().write(new byte[choices.next()]);
      }
    } catch (IOException _) {
      return; // closed already
    }
  }

  private void end(End end) {
    end.hangUp();
    settle();
    Ending ending = end.connection().ended().getNow(null);
    assertThat(ending).isNotNull().isNotInstanceOf(Ending.Failed.class);
    assertThat(ending.explain()).hasLineCount(1);
    assertThat(end.channels).allMatch(channel -> channel.closed().isDone());
    assertThat(end.handlers)
        .as("each is told once that its channel is closed")
        .allMatch(handler -> handler.closed == 1 || !handler.open && handler.closed == 0);
    assertThat(end.budget.reserve(WindowBudget.DEFAULT_BYTES, WindowBudget.DEFAULT_BYTES))
        .as("windows are given back")
        .isTrue();
  }

  /** One of both, and what its application has. */
  private final class End {
    final LoopbackCarrier carrier = new LoopbackCarrier();
    final WindowBudget budget = new WindowBudget(WindowBudget.DEFAULT_BYTES);
    final List<Channel> channels = new ArrayList<>();
    final List<Handler> handlers = new ArrayList<>();
    final Middle peer;
    private ConnectionDriver driver;

    End(Middle peer) {
      this.peer = peer;
      LoopbackCarrier.join(carrier, peer.carrier());
    }

    void carry(ConnectionDriver carried) {
      driver = carried;
      carrier.carry(driver::received, driver::nextOutput);
      driver.start();
      peer.start();
    }

    Connection connection() {
      return driver.connection();
    }

    boolean step() {
      return carrier.step() | peer.carrier().step();
    }

    boolean isOver() {
      return connection().ended().isDone();
    }

    boolean isOpen() {
      return connection().authenticated().isDone() && !isOver();
    }

    void pass(long nanos) {
      carrier.pass(nanos);
      driver.tick();
    }

    void open(ChannelType type) {
      Handler handler = handler();
      connection()
          .open(type, handler)
          .thenAccept(
              channel -> {
                channels.add(channel);
                handler.open = true;
              });
    }

    void accept(IncomingChannel incoming) {
      if (incoming.type() instanceof ChannelType.Unknown) {
        incoming.refuse();
      } else {
        channels.add(incoming.channel());
        Handler handler = handler();
        handler.open = true;
        incoming.accept(handler);
      }
    }

    private Handler handler() {
      Handler handler = new Handler();
      handlers.add(handler);
      return handler;
    }

    void hangUp() {
      driver.carrierClosed();
      peer.close();
    }
  }

  private static final class Handler implements ChannelHandler {
    private boolean open;
    private int closed;

    @Override
    public boolean request(SessionRequest request) {
      return true;
    }

    @Override
    public boolean waits() {
      return false;
    }

    @Override
    public void closed() {
      closed++;
    }
  }

  private final class Client implements ClientApplication {
    private final UserCredentials user;

    Client(UserCredentials user) {
      this.user = user;
    }

    @Override
    public String host() {
      return "host";
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return (key, _) ->
          key.equals(HOST_KEY.publicKey())
              ? new HostKeyVerifier.Decision.Trusted()
              : new HostKeyVerifier.Decision.Refused("another key");
    }

    @Override
    public UserCredentials credentials() {
      return user;
    }

    @Override
    public void opening(IncomingChannel channel) {
      client.accept(channel);
    }
  }

  private final class Server implements ServerApplication {
    private final UserAuthenticator door;

    Server(UserAuthenticator door) {
      this.door = door;
    }

    @Override
    public UserAuthenticator authenticator() {
      return door;
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void opening(IncomingChannel channel) {
      server.accept(channel);
    }

    @Override
    public void ended(Ending ending) {}
  }
}
