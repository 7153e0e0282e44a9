package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.GlobalRequestType;

/**
 * One SSH connection as applications use it, either role: transport, authentication and the
 * connection protocol together. Any thread. What drives it is the carrier's alone.
 */
public final class Connection {
  private final ConnectionDriver driver;
  private final Link link;
  private final CompletableFuture<Connection> authenticated = new CompletableFuture<>();
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private volatile ConnectionInfo info = ConnectionInfo.NOTHING;

  /** The loop's. */
  private @Nullable Ending ending;

  Connection(ConnectionDriver driver, Link link) {
    this.driver = driver;
    this.link = link;
  }

  /** What is known now. */
  public ConnectionInfo info() {
    return info;
  }

  /** What has passed and what is open; exceptionally when the connection is over. */
  public CompletableFuture<ConnectionFigures> figures() {
    CompletableFuture<ConnectionFigures> figures = new CompletableFuture<>();
    whenOpen(() -> link.complete(figures, driver.figures()), figures);
    return figures;
  }

  /**
   * Opens a channel, RFC 4254 §5.1.
   *
   * @param handler of the peer's requests on it
   * @return completes when the peer confirms; exceptionally with a {@link ChannelRefusedException}
   *     when it refuses, and another {@link IOException} when it cannot be asked
   */
  public CompletableFuture<Channel> open(ChannelType type, ChannelHandler handler) {
    CompletableFuture<Channel> result = new CompletableFuture<>();
    whenOpen(() -> driver.openings().open(type, handler, result), result);
    return result;
  }

  /**
   * Opens a channel with something else than streams behind it, which is told how that went.
   *
   * @param handler of the peer's requests on it; told last that it is over
   */
  public void open(ChannelType type, ChannelHandler handler, ChannelEnd end) {
    boolean runs =
        link.executeNow(
            () -> {
              if (driver.isOpen()) {
                driver.openings().open(type, handler, end);
              } else {
                end.over(notOpen());
              }
            });
    if (!runs) {
      end.over(new ConnectionEndedException(new Ending.Closed()));
    }
  }

  /** The loop, which must not wait: for what lives on it as the connection does. */
  public Executor loop() {
    return link.loop();
  }

  /** What it may hold for its peer: for what holds more than windows allow. */
  public WindowShare windowShare() {
    return driver.openings().windowShare();
  }

  /**
   * Sends a global request that wants a reply, RFC 4254 §4.
   *
   * @return completes with the reply's data, or empty when the peer refuses
   */
  public CompletableFuture<Optional<byte[]>> globalRequest(GlobalRequestType request) {
    CompletableFuture<Optional<byte[]>> reply = new CompletableFuture<>();
    whenOpen(() -> driver.globalRequests().send(request, reply), reply);
    return reply;
  }

  /**
   * Lets somebody else speak the connection protocol over this connection, with channels of his
   * own: proxy mode of OpenSSH PROTOCOL.mux §9.
   *
   * @param downstream where what is for him goes
   */
  public ProxyClient proxy(ProxyClient.Downstream downstream) {
    return new ProxyClient(driver.proxies(), link, downstream);
  }

  /**
   * Tells a server that knows how to be told that no session will be opened after those that were
   * asked for so far, OpenSSH PROTOCOL §2.2: it then refuses them to who takes over this process.
   */
  public void noMoreSessions() {
    link.execute(driver::noMoreSessions);
  }

  private void whenOpen(Runnable task, CompletableFuture<?> result) {
    link.execute(
        () -> {
          if (driver.isOpen()) {
            task.run();
          } else {
            link.fail(result, notOpen());
          }
        },
        result);
  }

  private IOException notOpen() {
    Ending why = ending;
    return why != null
        ? new ConnectionEndedException(why)
        : new IOException("the connection is not open");
  }

  /**
   * Tells the peer something in a SSH_MSG_DEBUG that it need not display, RFC 4253 §11.3: such as
   * why it did not get what it asked for.
   */
  public void debug(String message) {
    link.execute(() -> link.send(new Debug(false, message, "")));
  }

  /**
   * Tells whether any channel is in use: one of ours from its opening on, one of the peer's from
   * when it leads somewhere, each until both sides have closed it and its socket, if it has one,
   * is. What listens is no channel. The end of the connection is told by {@link #ended} alone.
   *
   * @param listener told now, and whenever it changes; on the loop, which must not wait
   * @return false where it is over, and nothing is told
   */
  public boolean watchUse(Consumer<Boolean> listener) {
    return link.execute(() -> driver.watchUse(listener));
  }

  /** Ends what is not used. There is no limit before. */
  public void limit(InactivityLimits limits) {
    link.execute(() -> driver.limit(limits));
  }

  /**
   * Asks routers on the way to treat the connection so from now on, by what its channels are for;
   * nothing where it is carried by something else than a socket.
   */
  public void serviceClasses(ServiceClasses classes) {
    link.execute(() -> driver.serviceClasses(classes));
  }

  /**
   * Sends what looks as a keystroke does, and means nothing: SSH2_MSG_PING, OpenSSH PROTOCOL §1.8.
   * Nothing where the peer does not say that it knows it.
   */
  public void chaff() {
    link.execute(driver::chaff);
  }

  /** Exchanges keys anew, RFC 4253 §9. */
  public void rekey() {
    link.execute(driver::rekey);
  }

  /** Disconnects in good order: SSH_DISCONNECT_BY_APPLICATION. */
  public void disconnect(String description) {
    link.execute(() -> driver.disconnect(description));
  }

  /** Completes when the user is authenticated; exceptionally when the connection ends before. */
  public CompletableFuture<Connection> authenticated() {
    return authenticated.copy();
  }

  /** Completes when the connection is over, however it ended. */
  public CompletableFuture<Ending> ended() {
    return ended.copy();
  }

  // what the driver tells

  /** Loop only. */
  void info(ConnectionInfo value) {
    info = value;
  }

  /** The application knows of it already. Not on the loop. */
  void open() {
    authenticated.complete(this);
  }

  /** Loop only, before others are told: whatever comes to the loop from now on fails by this. */
  IOException ends(Ending ending) {
    this.ending = ending;
    return new ConnectionEndedException(ending);
  }

  /** Not on the loop. */
  void over(Ending ending) {
    authenticated.completeExceptionally(new ConnectionEndedException(ending));
    ended.complete(ending);
  }
}
