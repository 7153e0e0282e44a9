package org.sshlite.sshd;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelEnd;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Negotiated;

/** Limits connections that have not logged in, and sessions of one connection. Any thread. */
final class Admission {
  private final StartupLimit limit;
  private final SourceLimit sources;
  private final int maximumSessions;
  private final AtomicInteger startups = new AtomicInteger();
  private final OpenCount open;

  /**
   * @param open counts what is admitted, until it is over
   */
  Admission(StartupLimit limit, SourceLimit sources, int maximumSessions, OpenCount open) {
    this.open = open;
    this.limit = limit;
    this.sources = sources;
    this.maximumSessions = maximumSessions;
  }

  /** Told of a connection that a limit drops. */
  interface Dropped {
    /**
     * @param startups how many have not logged in
     * @param penalty for what its source is penalised; empty when there are too many
     */
    void because(int startups, Optional<String> penalty);
  }

  /**
   * Takes one more connection, unless its source is penalised or there are too many that have not
   * logged in.
   *
   * @param address empty when it is not known
   * @param factory its application; empty drops it as well, in its own words
   */
  Optional<ServerApplication> admit(
      Optional<InetAddress> address,
      Supplier<Optional<ServerApplication>> factory,
      Dropped dropped) {
    int before = startups.getAndIncrement();
    Optional<String> penalty = address.flatMap(sources::refusal);
    boolean tooMany = limit.drops(before, ThreadLocalRandom.current().nextInt(100));
    if (penalty.isPresent() || tooMany || !address.map(sources::enter).orElse(true)) {
      startups.decrementAndGet();
      dropped.because(before, penalty);
      return Optional.empty();
    }
    Optional<ServerApplication> application = factory.get();
    if (application.isEmpty()) {
      startups.decrementAndGet();
      address.ifPresent(sources::leave);
    }
    return application.map(own -> new Admitted(own, address));
  }

  private final class Admitted implements ServerApplication {
    private final ServerApplication application;
    private final Optional<InetAddress> address;
    private final AtomicBoolean starting = new AtomicBoolean(true);

    Admitted(ServerApplication application, Optional<InetAddress> address) {
      this.application = application;
      this.address = address;
      open.opened();
    }

    private void started() {
      if (starting.compareAndSet(true, false)) {
        startups.decrementAndGet();
        address.ifPresent(sources::leave);
      }
    }

    @Override
    public UserAuthenticator authenticator() {
      return application.authenticator();
    }

    @Override
    public void identified(IdentificationString peer) {
      application.identified(peer);
    }

    @Override
    public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
      application.keysAgreed(negotiated, hostKey);
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {
      started();
      application.authenticated(connection, user, method);
    }

    @Override
    public ServiceClasses serviceClasses() {
      return application.serviceClasses();
    }

    @Override
    public List<Signer> announcedHostKeys() {
      return application.announcedHostKeys();
    }

    @Override
    public void opening(IncomingChannel channel) {
      if (channel.type() instanceof ChannelType.Session && channel.others() >= maximumSessions) {
        channel.refuse();
      } else {
        application.opening(new CountedChannel(channel));
      }
    }

    @Override
    public void globalRequest(IncomingRequest request) {
      application.globalRequest(request);
    }

    @Override
    public void carried(long received, long sent) {
      application.carried(received, sent);
    }

    @Override
    public void ended(Ending ending) {
      started();
      try {
        application.ended(ending);
      } finally {
        open.over();
      }
    }
  }

  /** A channel whose handler is counted once it has one. */
  private final class CountedChannel implements IncomingChannel {
    private final IncomingChannel channel;

    CountedChannel(IncomingChannel channel) {
      this.channel = channel;
    }

    @Override
    public ChannelType type() {
      return channel.type();
    }

    @Override
    public Channel channel() {
      return channel.channel();
    }

    @Override
    public int others() {
      return channel.others();
    }

    @Override
    public void accept(ChannelHandler handler) {
      channel.accept(new CountedHandler(handler));
    }

    @Override
    public void accept(ChannelHandler handler, ChannelEnd end) {
      channel.accept(new CountedHandler(handler), end);
    }

    @Override
    public void refuse(OpenFailureReason reason, String description) {
      channel.refuse(reason, description);
    }
  }

  private final class CountedHandler implements ChannelHandler {
    private final ChannelHandler handler;

    CountedHandler(ChannelHandler handler) {
      this.handler = handler;
      open.opened();
    }

    @Override
    public boolean request(SessionRequest request) {
      return handler.request(request);
    }

    @Override
    public boolean waits() {
      return handler.waits();
    }

    @Override
    public void closed() {
      try {
        handler.closed();
      } finally {
        open.over();
      }
    }
  }
}
