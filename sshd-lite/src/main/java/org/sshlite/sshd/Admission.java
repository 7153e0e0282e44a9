package org.sshlite.sshd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
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
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.Negotiated;

/**
 * Limits connections that have not logged in, and sessions of one connection; knows when all of
 * them are over. Any thread.
 */
final class Admission {
  private final StartupLimit limit;
  private final int maximumSessions;
  private final AtomicInteger startups = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allOver = lock.newCondition();
  private long open;

  Admission(StartupLimit limit, int maximumSessions) {
    this.limit = limit;
    this.maximumSessions = maximumSessions;
  }

  /**
   * Takes one more connection, unless there are too many that have not logged in.
   *
   * @param factory its application; empty drops it as well, in its own words
   * @param onTooMany told how many there are when the limit drops it
   */
  Optional<ServerApplication> admit(
      Supplier<Optional<ServerApplication>> factory, IntConsumer onTooMany) {
    int before = startups.getAndIncrement();
    boolean dropped = limit.drops(before, ThreadLocalRandom.current().nextInt(100));
    if (dropped) {
      onTooMany.accept(before);
    }
    Optional<ServerApplication> application = dropped ? Optional.empty() : factory.get();
    if (application.isEmpty()) {
      startups.decrementAndGet();
    }
    return application.map(Admitted::new);
  }

  private void opened() {
    lock.lock();
    open++;
    lock.unlock();
  }

  private void over() {
    lock.lock();
    open--;
    allOver.signalAll();
    lock.unlock();
  }

  /** Waits until everything that was admitted is over; false when it takes longer. */
  boolean awaitEnd(Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (open > 0 && left > 0) {
        left = allOver.awaitNanos(left);
      }
      return open == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private final class Admitted implements ServerApplication {
    private final ServerApplication application;
    private final AtomicBoolean starting = new AtomicBoolean(true);

    Admitted(ServerApplication application) {
      this.application = application;
      opened();
    }

    private void started() {
      if (starting.compareAndSet(true, false)) {
        startups.decrementAndGet();
      }
    }

    @Override
    public UserAuthenticator authenticator() {
      return application.authenticator();
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
    public void ended(Ending ending) {
      started();
      try {
        application.ended(ending);
      } finally {
        over();
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
      opened();
    }

    @Override
    public boolean request(SessionRequest request) {
      return handler.request(request);
    }

    @Override
    public void closed() {
      try {
        handler.closed();
      } finally {
        over();
      }
    }
  }
}
