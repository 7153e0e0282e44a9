package org.sshlite.sshd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.netty.ServerSetup;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.netty.SshStreams;

/** A running SSH server. Any thread. */
public final class SshServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger("sshd");

  // a session that does not end within this is told, and left to itself
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final OpenCount open;
  private final SshListener listener;

  private SshServer(OpenCount open, SshListener listener) {
    this.open = open;
    this.listener = listener;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when an address cannot be bound; then nothing runs
   */
  public static SshServer start(ServerOptions options) throws IOException {
    OpenCount open = new OpenCount();
    return new SshServer(open, listen(options, setup(options, open)));
  }

  private static ServerSetup setup(ServerOptions options, OpenCount open) {
    Function<PeerAddresses, Optional<ServerApplication>> factory = factory(options);
    DropLog drops = new DropLog(options.dropped());
    Admission admission = admission(options, open);
    return new ServerSetup(
        options.transport(),
        options.hostKeys(),
        peer -> admit(admission, factory, drops, peer),
        options.proxies(),
        options.keepAlive());
  }

  private static SshListener listen(ServerOptions options, ServerSetup setup) throws IOException {
    return options.unbound().isPresent()
        ? SshListener.bindSome(
            options.addresses(), options.sockets(), setup, options.unbound().get())
        : SshListener.bind(options.addresses(), options.sockets(), setup);
  }

  /**
   * Serves one connection on a pair of streams, for a server started by inetd; returns when it and
   * its sessions are over. The addresses of {@code options} are not used.
   */
  public static void serve(
      InputStream in, OutputStream out, PeerAddresses peer, ServerOptions options) {
    OpenCount open = new OpenCount();
    Admission admission = admission(options, open);
    Optional<ServerApplication> application =
        admit(admission, factory(options), new DropLog(options.dropped()), peer);
    if (application.isEmpty()) {
      return;
    }
    SshStreams.run(
        in,
        out,
        carrier ->
            ConnectionDriver.server(
                options.transport(),
                options.hostKeys(),
                application.get(),
                WindowBudget.ofThisProcess(),
                new SecureRandom(),
                carrier));
    open.awaitEnd(CLOSING);
  }

  private static Function<PeerAddresses, Optional<ServerApplication>> factory(
      ServerOptions options) {
    return options
        .application()
        .orElse(peer -> Optional.of(new ApplicationConnection(options, peer)));
  }

  private static Admission admission(ServerOptions options, OpenCount open) {
    return new Admission(
        new StartupSlots(options.startups(), options.sources()), options.maximumSessions(), open);
  }

  private static Optional<ServerApplication> admit(
      Admission admission,
      Function<PeerAddresses, Optional<ServerApplication>> factory,
      DropLog drops,
      PeerAddresses peer) {
    return admission.admit(
        Optional.ofNullable(peer.remote().getAddress()),
        () -> factory.apply(peer),
        (startups, penalty) -> drops.dropped(peer, startups, penalty));
  }

  /** Where it listens, with the ports that were chosen. */
  public List<InetSocketAddress> addresses() {
    return listener.addresses();
  }

  /** The port of the first address. */
  public int port() {
    return addresses().getFirst().getPort();
  }

  /**
   * Serves by {@code options} from now on. Connections that are open go on by those they began
   * with. An address that is still wanted is listened on all the while: nobody else can have its
   * port in between. A {@link org.sshlite.protocol.netty.BoundSocket} stays where it is given
   * again.
   *
   * @throws IOException when an address cannot be bound; then all is as before
   */
  public void change(ServerOptions options) throws IOException {
    listener.change(
        options.addresses(), options.sockets(), setup(options, open), options.unbound());
  }

  /** Accepts no more connections; those that are open go on. */
  public void stopAccepting() {
    listener.stopAccepting();
  }

  /** Waits until everything is over, for a time; false when it takes longer. */
  public boolean awaitEnd(Duration limit) {
    return open.awaitEnd(limit);
  }

  /**
   * Ends all connections and sessions and waits for their threads, ten seconds at most: an
   * application that goes on after its interrupt is told in the log, and left to itself.
   */
  @Override
  public void close() {
    listener.close();
    if (!open.awaitEnd(CLOSING)) {
      LOG.log(Level.WARNING, "sessions did not end within {0}", CLOSING);
    }
  }
}
