package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.auth.AuthState;
import org.sshlite.protocol.auth.ClientAuthOptions;
import org.sshlite.protocol.auth.ServerAuthOptions;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.LoopArrays;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.PacketWriter;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.protocol.transport.TransportUser;

/**
 * One SSH connection, either role: transport, authentication and the connection protocol together.
 * Bytes and events come in from a {@link Carrier} on its loop, bytes go out when it asks for them.
 * What an application may call from any thread says so.
 */
public final class Connection implements TransportUser {
  private final Carrier carrier;
  private final Transport transport;
  private final Strays strays = new Strays();
  private final Channels channels;
  private final GlobalRequests globalRequests;
  private final Liveness liveness;
  private final Login login;
  private final Application application;
  private final CompletableFuture<Connection> authenticated = new CompletableFuture<>();
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();

  /** The application has been told that the user is authenticated, or will not be. */
  private final CompletableFuture<Void> greeted = new CompletableFuture<>();

  private Phase phase = Phase.KEY_EXCHANGE;
  private volatile String user = "";

  private enum Phase {
    KEY_EXCHANGE,
    AUTHENTICATION,
    OPEN,
    ENDED
  }

  private Connection(
      Role role,
      TransportOptions options,
      List<Signer> hostKeys,
      @Nullable ClientApplication client,
      @Nullable ServerApplication server,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    this.carrier = carrier;
    this.transport =
        new Transport(
            role,
            options,
            hostKeys,
            client == null ? null : client.hostKeyVerifier(),
            random,
            carrier,
            this);
    this.channels = new Channels(this, budget, strays);
    this.liveness = new Liveness(role, options, carrier.nanoTime());
    if (client != null) {
      this.application = Application.of(client);
      this.login = new Login(this, role, () -> clientAuth(client, options));
    } else if (server != null) {
      this.application = Application.of(server);
      this.login = new Login(this, role, () -> serverAuth(server, options));
    } else {
      throw new AssertionError("a connection without an application");
    }
    this.globalRequests = new GlobalRequests(this, strays, application::globalRequest);
  }

  /** A client's end. */
  public static Connection client(
      TransportOptions options,
      ClientApplication application,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    return new Connection(
        Role.CLIENT, options, List.of(), application, null, budget, random, carrier);
  }

  /**
   * A server's end.
   *
   * @param hostKeys best first
   */
  public static Connection server(
      TransportOptions options,
      List<Signer> hostKeys,
      ServerApplication application,
      WindowBudget budget,
      SecureRandom random,
      Carrier carrier) {
    return new Connection(
        Role.SERVER, options, hostKeys, null, application, budget, random, carrier);
  }

  private AuthState clientAuth(ClientApplication client, TransportOptions options) {
    return AuthState.client(
        new ClientAuthOptions(
            client.credentials(),
            client.host(),
            options.userKeyAlgorithms(),
            () -> transport.peerExtensions().serverSignatureAlgorithms()),
        transport.sessionIdentifier());
  }

  private AuthState serverAuth(ServerApplication server, TransportOptions options) {
    return AuthState.server(
        new ServerAuthOptions(
            server.authenticator(), options.userKeyAlgorithms(), options.authenticationAttempts()),
        transport.sessionIdentifier());
  }

  // any thread: what applications use

  /**
   * Opens a session channel, RFC 4254 §6.1.
   *
   * @return completes when the peer confirms; exceptionally with an {@link IOException} when it
   *     refuses
   */
  public CompletableFuture<Channel> openSession(SessionHandler handler) {
    CompletableFuture<Channel> result = new CompletableFuture<>();
    execute(
        () -> {
          if (phase == Phase.OPEN) {
            channels.openSession(handler, result);
          } else {
            fail(result, new IOException("the connection is not open"));
          }
        },
        result);
    return result;
  }

  /**
   * Sends a global request that wants a reply, RFC 4254 §4.
   *
   * @return completes with the reply's data, or empty when the peer refuses
   */
  public CompletableFuture<Optional<byte[]>> globalRequest(String name, byte[] data) {
    CompletableFuture<Optional<byte[]>> reply = new CompletableFuture<>();
    execute(
        () -> {
          if (phase == Phase.OPEN) {
            globalRequests.send(name, data, reply);
          } else {
            fail(reply, new IOException("the connection is not open"));
          }
        },
        reply);
    return reply;
  }

  /** Exchanges keys anew, RFC 4253 §9. */
  public void rekey() {
    execute(transport::rekey);
  }

  /** Disconnects in good order: SSH_DISCONNECT_BY_APPLICATION. */
  public void disconnect(String description) {
    execute(
        () ->
            end(
                new Ending.Closed(),
                new Disconnect(DisconnectReason.BY_APPLICATION.code(), description, "")));
  }

  /** Completes when the user is authenticated; exceptionally when the connection ends before. */
  public CompletableFuture<Connection> authenticated() {
    return authenticated.copy();
  }

  /** Completes when the connection is over, however it ended. */
  public CompletableFuture<Ending> ended() {
    return ended.copy();
  }

  /** The user who is authenticated; empty before. */
  public String user() {
    return user;
  }

  /** The first exchange hash, RFC 4253 §7.2. Only once the first key exchange is over. */
  public byte[] sessionIdentifier() {
    return transport.sessionIdentifier();
  }

  /** The peer's identification string, not escaped. */
  public IdentificationString peerIdentification() {
    return transport.peerIdentification();
  }

  /** The algorithms in use; null before the first key exchange is over. */
  public @Nullable Negotiated negotiated() {
    return transport.negotiated();
  }

  /** The server's host key; null before the first key exchange is over. */
  public @Nullable PublicKey hostKey() {
    return transport.hostKey();
  }

  /** How many key exchanges are over. */
  public int keyExchanges() {
    return transport.keyExchanges();
  }

  // loop only: what a carrier calls

  /** The carrier is connected. */
  public void start() {
    transport.start();
    carrier.deadlineChanged();
  }

  /** Takes everything readable. */
  public void received(ByteBuf in) {
    assert carrier.inLoop();
    liveness.heard(carrier.nanoTime());
    transport.received(in);
  }

  /**
   * The next bytes for the peer, the caller's to release; null when there is nothing to send now.
   */
  public @Nullable ByteBuf nextOutput(ByteBufAllocator allocator) {
    assert carrier.inLoop();
    return transport.nextOutput(allocator);
  }

  /** The peer hung up. Erases what keys are left. */
  public void carrierClosed() {
    carrierClosed(transport.hungUp());
  }

  /** The carrier lost the peer. Erases what keys are left. */
  public void carrierClosed(String problem) {
    end(new Ending.ConnectionLost(problem), null);
    transport.outputDone();
  }

  /** Lets time pass. */
  public void tick() {
    if (phase == Phase.ENDED) {
      return;
    }
    try {
      if (liveness.tick(carrier.nanoTime()) == Liveness.Due.ASK) {
        // any answer will do: a peer that does not know the request says so
        globalRequests.send("keepalive@openssh.com", new byte[0], new CompletableFuture<>());
      }
      transport.tick();
    } catch (RefusedException e) {
      refused(e);
    }
    carrier.deadlineChanged();
  }

  /** When {@link #tick} is wanted, in {@link Carrier#nanoTime}; Long.MAX_VALUE for never. */
  public long deadline() {
    return phase == Phase.ENDED
        ? Long.MAX_VALUE
        : Math.min(liveness.deadline(), transport.deadline());
  }

  // loop only: what the transport calls

  @Override
  public void asking(boolean begins) {
    liveness.asking(begins, carrier.nanoTime());
    carrier.deadlineChanged();
  }

  @Override
  public void keysAgreed(Negotiated agreed, PublicKey key) {
    application.keysAgreed(agreed, key);
  }

  @Override
  public void ready() throws RefusedException {
    phase = Phase.AUTHENTICATION;
    liveness.ready(carrier.nanoTime());
    login.start();
  }

  @Override
  public void keyExchangeBegins() {
    channels.credit();
  }

  @Override
  public void received(InboundPayload payload) throws RefusedException, MalformedException {
    int number = payload.number();
    if (phase == Phase.OPEN && number >= 80) {
      connectionMessage(payload, number);
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

  private void connectionMessage(InboundPayload payload, int number)
      throws RefusedException, MalformedException {
    if (number == ChannelData.NUMBER) {
      channels.data(payload);
      return;
    }
    if (number == ChannelExtendedData.NUMBER) {
      channels.extendedData(payload);
      return;
    }
    ConnectionMessage message = ConnectionMessage.read(number, payload.reader()).orElse(null);
    switch (message) {
      case null -> transport.unimplemented();
      case GlobalRequest request -> globalRequests.received(request);
      case RequestSuccess success -> globalRequests.replied(Optional.of(success.data()));
      case RequestFailure _ -> globalRequests.replied(Optional.empty());
      case ChannelOpen open -> channels.open(open);
      case ChannelOpenConfirmation confirmation -> channels.confirmed(confirmation);
      case ChannelOpenFailure failure -> channels.failed(failure);
      case ChannelWindowAdjust adjust -> channels.windowAdjust(adjust);
      case ChannelEof eof -> channels.channel(eof.recipientChannel()).eofReceived();
      case ChannelClose close -> channels.channel(close.recipientChannel()).closeReceived();
      case ChannelRequest request ->
          channels.channel(request.recipientChannel()).requestReceived(request, payload.length());
      case ChannelSuccess success -> channels.replied(success.recipientChannel(), true);
      case ChannelFailure failure -> channels.replied(failure.recipientChannel(), false);
    }
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
    // what is no SSH peer is told nothing in SSH
    Disconnect farewell =
        refusal instanceof Refusal.BadIdentification
            ? null
            : new Disconnect(refusal.reason().code(), refusal.tellPeer(), "");
    end(new Ending.Refused(refusal), farewell);
  }

  @Override
  public void failed(Exception failure) {
    end(
        new Ending.Failed(failure),
        new Disconnect(DisconnectReason.BY_APPLICATION.code(), "internal error", ""));
  }

  @Override
  public boolean pull(PacketWriter writer, ByteBuf out) {
    return channels.pull(writer, out);
  }

  @Override
  public boolean hasOutput() {
    return channels.hasOutput();
  }

  // loop only: what logins and channels call

  Transport transport() {
    return transport;
  }

  /** The user is authenticated, and the peer knows or has said so. */
  void loggedIn(String name, String method) {
    user = name;
    transport.authenticated();
    liveness.authenticated(carrier.nanoTime());
    carrier.deadlineChanged();
    phase = Phase.OPEN;
    transport.ask(
        () -> {
          try {
            application.authenticated(this, name, method);
          } finally {
            greeted.complete(null);
          }
          return name;
        },
        _ -> {
          List<Signer> keys = application.announcedHostKeys();
          if (!keys.isEmpty()) {
            globalRequests.announce(new HostKeyAnnouncement(this, keys));
          }
          complete(authenticated, this);
        });
  }

  Optional<SessionHandler> accept(Channel channel, int open) {
    return globalRequests.noMoreSessions() ? Optional.empty() : application.session(channel, open);
  }

  void hasOutput(Channel channel) {
    channels.hasOutput(channel);
    carrier.outputReady();
  }

  void forget(Channel channel) {
    channels.forget(channel);
  }

  /** Any thread. */
  void channelEnded() {
    carrier.execute(channels::ended);
  }

  long nanoTime() {
    return carrier.nanoTime();
  }

  LoopArrays arrays() {
    return carrier.arrays();
  }

  /**
   * Runs a task on the loop. Any thread.
   *
   * @return whether it will run: not when the loop has ended
   */
  boolean execute(Runnable task) {
    return carrier.execute(task);
  }

  /** As {@link #execute(Runnable)}; where there is no loop any more, {@code result} says so. */
  void execute(Runnable task, CompletableFuture<?> result) {
    if (!carrier.execute(task)) {
      result.completeExceptionally(new IOException("the connection is closed"));
    }
  }

  /** Runs a task that may wait. Any thread. */
  void offLoop(Runnable task) {
    carrier.offLoop(task);
  }

  /** Completes an application's future, but not on the loop: what depends on it may wait. */
  <T> void complete(CompletableFuture<T> future, T value) {
    offLoop(() -> future.complete(value));
  }

  /** As {@link #complete}. */
  void fail(CompletableFuture<?> future, IOException reason) {
    offLoop(() -> future.completeExceptionally(reason));
  }

  private void end(Ending ending, @Nullable Disconnect farewell) {
    if (phase == Phase.ENDED) {
      return;
    }
    if (phase != Phase.OPEN) {
      greeted.complete(null);
    }
    phase = Phase.ENDED;
    if (farewell != null) {
      transport.send(farewell);
    }
    transport.close();
    IOException reason = new IOException(ending.explain());
    channels.end(reason);
    globalRequests.end(reason);
    carrier.close();
    // the last call of the application's comes after the first has returned
    greeted.thenRun(() -> offLoop(() -> tell(ending)));
  }

  private void tell(Ending ending) {
    authenticated.completeExceptionally(new ConnectionEndedException(ending));
    ended.complete(ending);
    application.ended(ending);
  }
}
