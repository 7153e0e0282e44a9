package org.sshlite.protocol.connection;

import static org.sshlite.protocol.message.DisconnectReason.BY_APPLICATION;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.PacketWriter;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.protocol.transport.TransportUser;

/**
 * Drives one {@link Connection}: its phases from the first byte to the end, and who gets what
 * comes. Bytes and events come in from a {@link Carrier} on its loop, bytes go out when it asks for
 * them. It belongs to the carrier; applications have the connection. Loop only.
 */
public final class ConnectionDriver implements TransportUser {
  private static final GlobalRequestType KEEPALIVE =
      new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]);

  /**
   * As long as one byte of channel data with its head, so that a packet does not tell them apart.
   */
  private static final byte[] CHAFF = "PING!".getBytes(StandardCharsets.US_ASCII);

  private final Carrier carrier;
  private final long began;
  private final Transport transport;
  private final TransportLink link;
  private final Connection connection;
  private final Strays strays = new Strays();
  private final ServiceClass serviceClass;
  private final Channels channels;
  private final Openings openings;
  private final GlobalRequests globalRequests;
  private final ProxyClients proxies;
  private final ConnectionMessages messages;
  private final Liveness liveness;
  private final Inactivity inactivity;
  private final Login login;
  private final Application application;

  /** The application has been told that the user is authenticated, or will not be. */
  private final CompletableFuture<Void> greeted = new CompletableFuture<>();

  private Phase phase = Phase.KEY_EXCHANGE;
  private boolean proxied;

  /** Whose turn it is to send: a client's of ours, or a channel's. */
  private boolean proxiesFirst;

  /** Bytes; read by another thread once the carrier is told to close. */
  private volatile long bytesReceived;

  private volatile long bytesSent;

  private enum Phase {
    KEY_EXCHANGE,
    AUTHENTICATION,
    OPEN,
    ENDED
  }

  private ConnectionDriver(
      Role role,
      TransportOptions options,
      List<Signer> hostKeys,
      @Nullable HostKeyVerifier verifier,
      Application application,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    this.carrier = carrier;
    this.began = carrier.nanoTime();
    this.application = application;
    this.transport = new Transport(role, options, hostKeys, verifier, random, carrier, this);
    this.link = new TransportLink(transport, carrier);
    this.connection = new Connection(this, link);
    this.serviceClass = new ServiceClass(carrier::serviceClass);
    this.channels =
        new Channels(
            link, () -> connection.info().peerIdentification().orElseThrow(), strays, serviceClass);
    this.openings = new Openings(link, channels, new ReceiveWindows(budget), application::opening);
    this.globalRequests =
        new GlobalRequests(link, strays, openings::noMoreSessions, application::globalRequest);
    this.proxies = new ProxyClients(link, channels, globalRequests);
    this.messages =
        new ConnectionMessages(
            openings, channels, globalRequests, proxies, transport::unimplemented);
    this.liveness = new Liveness(role, options, carrier.nanoTime());
    this.inactivity = new Inactivity(channels);
    this.login =
        new Login(transport, role, () -> application.login(options, transport), this::loggedIn);
  }

  /** A client's end. */
  public static ConnectionDriver client(
      TransportOptions options,
      ClientApplication application,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    return new ConnectionDriver(
        Role.CLIENT,
        options,
        List.of(),
        application.hostKeyVerifier(),
        Application.of(application),
        budget,
        random,
        carrier);
  }

  /**
   * A server's end.
   *
   * @param hostKeys best first
   */
  public static ConnectionDriver server(
      TransportOptions options,
      List<Signer> hostKeys,
      ServerApplication application,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    return new ConnectionDriver(
        Role.SERVER, options, hostKeys, null, Application.of(application), budget, random, carrier);
  }

  /**
   * An end without a transport of its own, which a master passes on: OpenSSH PROTOCOL.mux §9. The
   * client's of such a master.
   */
  public static ConnectionDriver proxied(
      ProxiedApplication application, WindowBudget budget, SecureRandom random, Carrier carrier) {
    ConnectionDriver driver =
        new ConnectionDriver(
            Role.CLIENT,
            TransportOptions.builder().build(),
            List.of(),
            null,
            Application.of(application),
            budget,
            random,
            carrier);
    driver.proxied = true;
    return driver;
  }

  /** What the application gets. */
  public Connection connection() {
    return connection;
  }

  // what a carrier calls

  /** The carrier is connected. */
  public void start() {
    if (proxied) {
      transport.startProxied();
      globalRequests.passOnOnly();
      connection.info(connection.info().identified(IdentificationString.PROXIED));
      begin("", "");
    } else {
      serviceClass.use(application.serviceClasses());
      transport.start();
      carrier.deadlineChanged();
    }
  }

  /** Takes everything readable. */
  public void received(ByteBuf in) {
    assert carrier.inLoop();
    liveness.heard(carrier.nanoTime());
    bytesReceived += in.readableBytes();
    transport.received(in);
  }

  /**
   * The next bytes for the peer, the caller's to release; null when there is nothing to send now.
   */
  public @Nullable ByteBuf nextOutput(ByteBufAllocator allocator) {
    assert carrier.inLoop();
    ByteBuf out = transport.nextOutput(allocator);
    if (out != null) {
      bytesSent += out.readableBytes();
    }
    return out;
  }

  /** The peer hung up. Erases what keys are left. */
  public void carrierClosed() {
    carrierClosed(transport.hungUp());
  }

  /** The carrier lost the peer. Erases what keys are left. */
  public void carrierClosed(String problem) {
    lost(new Ending.ConnectionLost(problem));
  }

  /** The carrier lost the peer by a failure of its own. Erases what keys are left. */
  public void carrierClosed(IOException failure) {
    lost(Ending.ConnectionLost.by(failure));
  }

  private void lost(Ending.ConnectionLost ending) {
    InAnyCase.run(() -> end(ending, null), transport::outputDone);
  }

  /** Lets time pass. */
  public void tick() {
    if (phase == Phase.ENDED) {
      return;
    }
    try {
      if (liveness.tick(carrier.nanoTime()) == Liveness.Due.ASK) {
        // any answer will do: a peer that does not know the request says so
        globalRequests.send(KEEPALIVE, new CompletableFuture<>());
      }
      transport.tick();
      if (inactivity.tick(carrier.nanoTime())) {
        disconnect("not used");
      }
    } catch (RefusedException e) {
      refused(e);
    }
    carrier.deadlineChanged();
  }

  /** When {@link #tick} is wanted, in {@link Carrier#nanoTime}; Long.MAX_VALUE for never. */
  public long deadline() {
    return phase == Phase.ENDED
        ? Long.MAX_VALUE
        : Math.min(Math.min(liveness.deadline(), transport.deadline()), inactivity.deadline());
  }

  // what the transport calls

  @Override
  public void asking(boolean begins) {
    liveness.asking(begins, carrier.nanoTime());
    carrier.deadlineChanged();
  }

  @Override
  public void identified(IdentificationString peer) {
    connection.info(connection.info().identified(peer));
    application.identified(peer);
  }

  @Override
  public void keysChanged(byte[] sessionIdentifier, Negotiated negotiated, PublicKey hostKey) {
    connection.info(connection.info().keysChanged(sessionIdentifier, negotiated, hostKey));
    application.keysAgreed(negotiated, hostKey);
  }

  @Override
  public void keyExchangeBegins() {
    channels.credit();
  }

  @Override
  public void ready() throws RefusedException {
    phase = Phase.AUTHENTICATION;
    liveness.ready(carrier.nanoTime());
    login.start();
  }

  @Override
  public void received(InboundPayload payload) throws RefusedException, MalformedException {
    int number = payload.number();
    if (phase == Phase.OPEN && number >= 80) {
      messages.received(payload);
    } else if (phase == Phase.OPEN) {
      late(number);
    } else if (phase == Phase.AUTHENTICATION && number < 80) {
      login.received(payload);
    } else {
      throw new RefusedException(new Refusal.OutOfTurn(number, describe()));
    }
  }

  /**
   * What belonged to the login is over and changes nothing: Twisted Conch requests its service anew
   * after each key exchange, servers send a banner after success. As OpenSSH, either role.
   */
  private void late(int number) {
    if (number == UserauthRequest.NUMBER) {
      return; // RFC 4252 §5.1: requests after success are silently ignored
    }
    transport.unimplemented();
  }

  private String describe() {
    return switch (phase) {
      case KEY_EXCHANGE -> "there are no keys yet";
      case AUTHENTICATION -> "the user is not authenticated";
      case OPEN -> "the connection is open";
      case ENDED -> "the connection is over";
    };
  }

  @Override
  public void debug(String message) {
    application.debug(message);
  }

  @Override
  public void disconnected(long reason, String description) {
    end(new Ending.Disconnected(reason, description), null);
  }

  @Override
  public void refused(RefusedException e) {
    Refusal refusal = e.refusal();
    if (refusal instanceof Refusal.BadIdentification || refusal instanceof Refusal.OtherProtocol) {
      transport.plainly(refusal.tellPeer());
      end(new Ending.Refused(refusal), null);
    } else {
      end(new Ending.Refused(refusal), new Disconnect(refusal.reason(), refusal.tellPeer()));
    }
  }

  @Override
  public void failed(Exception failure) {
    end(new Ending.Failed(failure), new Disconnect(BY_APPLICATION, "internal error"));
  }

  @Override
  public boolean pull(PacketWriter writer, ByteBuf out) {
    proxiesFirst = !proxiesFirst;
    return proxiesFirst && proxies.pull(writer, out)
        || channels.pull(writer, out)
        || proxies.pull(writer, out);
  }

  @Override
  public boolean hasOutput() {
    return proxies.hasOutput() || channels.hasOutput();
  }

  // what the connection and the login call

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  Openings openings() {
    return openings;
  }

  GlobalRequests globalRequests() {
    return globalRequests;
  }

  ProxyClients proxies() {
    return proxies;
  }

  ConnectionFigures figures() {
    return new ConnectionFigures(
        carrier.local(),
        carrier.remote(),
        Duration.ofNanos(carrier.nanoTime() - began),
        bytesReceived,
        bytesSent,
        transport.figures(),
        transport.held() + channels.held(),
        channels.infos());
  }

  void rekey() {
    transport.rekey();
  }

  void chaff() {
    if (isOpen() && transport.peerExtensions().answersPings()) {
      transport.sendIfIdle(new Ping(CHAFF)); // as OpenSSH: a link that stalls collects none
    }
  }

  void noMoreSessions() {
    if (!isOpen()) {
      return;
    }
    String peer = connection.info().peerIdentification().orElseThrow().software();
    if (GlobalRequestType.NoMoreSessions.isKnownTo(peer)) {
      globalRequests.tell(new GlobalRequestType.NoMoreSessions());
    }
  }

  void watchUse(Consumer<Boolean> listener) {
    channels.use().watch(listener);
  }

  void serviceClasses(ServiceClasses classes) {
    serviceClass.use(classes);
  }

  void limit(InactivityLimits limits) {
    inactivity.limit(limits, carrier.nanoTime());
    carrier.deadlineChanged();
  }

  void disconnect(String description) {
    end(new Ending.Closed(), new Disconnect(BY_APPLICATION, description));
  }

  /** The user is authenticated, and the peer knows or has said so. */
  private void loggedIn(String name, String method) {
    connection.info(connection.info().authenticated(name, method));
    transport.authenticated();
    begin(name, method);
  }

  private void begin(String name, String method) {
    liveness.authenticated(carrier.nanoTime());
    carrier.deadlineChanged();
    phase = Phase.OPEN;
    transport.ask(
        () -> {
          try {
            application.authenticated(connection, name, method);
          } finally {
            greeted.complete(null);
          }
          return name;
        },
        _ -> {
          List<Signer> keys = application.announcedHostKeys();
          if (!keys.isEmpty()) {
            globalRequests.announce(new HostKeyAnnouncement(transport, keys));
          }
          carrier.offLoop(connection::open);
        });
  }

  private void end(Ending ending, @Nullable Disconnect farewell) {
    if (phase == Phase.ENDED) {
      return;
    }
    if (phase != Phase.OPEN) {
      greeted.complete(null);
    }
    IOException reason = connection.ends(ending);
    Runnable telling = () -> carrier.offLoop(() -> tell(ending));
    // all of it is made before any of it is done: who has no memory for that begins it again
    InAnyCase.run(
        () -> phase = Phase.ENDED,
        () -> Optional.ofNullable(farewell).ifPresent(transport::send),
        transport::close,
        login::end,
        () -> openings.end(reason),
        () -> channels.end(reason),
        () -> globalRequests.end(reason),
        proxies::end,
        carrier::close,
        // who counts connections has to know. Behind a farewell, for who is told may end the
        // process; and after the application's first call has returned
        () -> greeted.thenRun(farewell == null ? telling : () -> carrier.whenSent(telling)));
  }

  private void tell(Ending ending) {
    try {
      connection.over(ending);
      application.carried(bytesReceived, bytesSent);
    } finally {
      application.ended(ending);
    }
  }
}
