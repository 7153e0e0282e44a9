package org.sshlite.sshd.event;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.transport.Negotiated;

/** An evening of one connection: each event once, at least. */
public final class Samples {
  private static final PeerAddresses PEER =
      new PeerAddresses(
          new InetSocketAddress("192.0.2.7", 5000), new InetSocketAddress("192.0.2.1", 22));

  public static final List<Event> ALL =
      List.of(
          new Event.Dropped(PEER, "Maxstartups", 0),
          new Event.Connected(1, PEER),
          new Event.Negotiated(1, "SSH-2.0-x", algorithms()),
          authentication(Event.Result.REFUSED),
          authentication(Event.Result.ACCEPTED),
          new Event.ChannelOpened(1, 1, "session", ""),
          new Event.ChannelRefused(1, 2, "direct-tcpip", "a port 1", "open failed"),
          new Event.CommandStarted(1, 1, "shell", "", true),
          new Event.Forward(1, "tcpip-forward", " port 80", false),
          new Event.Transfer(1, "/a", 3, 4),
          new Event.CommandEnded(
              1, 1, Optional.of(new SessionRequest.ExitStatus(3)), Duration.ofMillis(1500)),
          new Event.ChannelClosed(1, 1, "session"),
          new Event.Ended(
              1,
              "SSH-2.0-x",
              "bob",
              new Ending.Refused(new Refusal.TimedOut("an answer")),
              10,
              20,
              Duration.ofMillis(2500)));

  private Samples() {}

  private static Negotiated algorithms() {
    return new Negotiated(
        KexMethods.byName("curve25519-sha256").orElseThrow(),
        "ssh-ed25519",
        new CipherSuite("aes128-gcm@openssh.com", ""),
        new CipherSuite("aes128-ctr", "hmac-sha2-256"),
        "none",
        "none");
  }

  static Event authentication(Event.Result result) {
    return new Event.Authentication(1, "bob", "password", result, "", "");
  }
}
