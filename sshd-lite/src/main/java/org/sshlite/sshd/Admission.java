package org.sshlite.sshd;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
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

/** Lets connections in, and sessions of each, up to their limits. Any thread. */
final class Admission {
  private final StartupSlots startups;
  private final int maximumSessions;
  private final OpenCount open;

  /**
   * @param open counts what is admitted, until it is over
   */
  Admission(StartupSlots startups, int maximumSessions, OpenCount open) {
    this.startups = startups;
    this.maximumSessions = maximumSessions;
    this.open = open;
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
      StartupSlots.Dropped dropped) {
    Optional<StartupSlots.Slot> slot = startups.take(address, dropped);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    Optional<ServerApplication> admitted = Optional.empty();
    try {
      admitted = factory.get().map(own -> new Admitted(own, slot.get()));
    } finally {
      if (admitted.isEmpty()) {
        slot.get().release();
      }
    }
    return admitted;
  }

  private final class Admitted implements ServerApplication {
    private final ServerApplication application;
    private final StartupSlots.Slot slot;

    Admitted(ServerApplication application, StartupSlots.Slot slot) {
      this.application = application;
      this.slot = slot;
      open.opened();
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
      slot.release();
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
      slot.release();
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
