package org.sshlite.sshd.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Negotiated;

/** Tells what happens to one connection, whose application is another. */
public final class ObservedApplication implements ServerApplication {
  private final ServerApplication application;
  private final long connection;
  private final Events events;
  private final long begun = System.nanoTime();
  private final AtomicInteger channels = new AtomicInteger();
  private volatile String client = "";
  private volatile String user = "";
  private volatile long received;
  private volatile long sent;

  /**
   * @param connection its number
   */
  public ObservedApplication(
      ServerApplication application, long connection, PeerAddresses peer, Events events) {
    this.application = application;
    this.connection = connection;
    this.events = events;
    events.tell(new Event.Connected(connection, peer));
  }

  @Override
  public UserAuthenticator authenticator() {
    return new ObservedAuthenticator(application.authenticator(), connection, events);
  }

  @Override
  public ServiceClasses serviceClasses() {
    return application.serviceClasses();
  }

  @Override
  public void identified(IdentificationString peer) {
    client = peer.line();
    application.identified(peer);
  }

  @Override
  public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
    events.tell(new Event.Negotiated(connection, client, negotiated));
    application.keysAgreed(negotiated, hostKey);
  }

  @Override
  public void authenticated(Connection authenticated, String name, String method) {
    user = name;
    application.authenticated(authenticated, name, method);
  }

  @Override
  public List<Signer> announcedHostKeys() {
    return application.announcedHostKeys();
  }

  @Override
  public void opening(IncomingChannel channel) {
    application.opening(
        new ObservedChannel(channel, connection, channels.incrementAndGet(), events));
  }

  @Override
  public void globalRequest(IncomingRequest request) {
    application.globalRequest(new ObservedRequest(request, connection, events));
  }

  @Override
  public void carried(long bytesReceived, long bytesSent) {
    received = bytesReceived;
    sent = bytesSent;
    application.carried(bytesReceived, bytesSent);
  }

  @Override
  public void ended(Ending ending) {
    try {
      application.ended(ending);
    } finally {
      Duration duration = Duration.ofNanos(System.nanoTime() - begun);
      events.tell(new Event.Ended(connection, client, user, ending, received, sent, duration));
    }
  }
}
