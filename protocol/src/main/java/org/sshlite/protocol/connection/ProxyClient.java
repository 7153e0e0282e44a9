package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;

/**
 * One who speaks the connection protocol over a connection of ours: proxy mode of OpenSSH
 * PROTOCOL.mux §9. He and the far end grant each other their windows; here only the numbers of his
 * channels are changed, so that they are nobody else's.
 */
public final class ProxyClient implements AutoCloseable {
  /** Bytes of his that may wait for the connection: two of the largest packets. */
  private static final int ROOM = 512 * 1024;

  /**
   * What a global request takes of it until it is answered: he may have so many under way, for all
   * wait in one queue, and one that is too long ends the connection.
   */
  private static final int REQUEST = ROOM / 8;

  /** Where what is for him goes. Loop only: must not wait. */
  public interface Downstream {
    /**
     * A payload, the message number first.
     *
     * @param payload the receiver's
     */
    void deliver(byte[] payload);

    /** Nothing more comes: the connection is over, or he said what makes no sense. */
    void end();
  }

  private final ProxyClients all;
  private final Link link;
  private final Downstream downstream;
  private final Semaphore room = new Semaphore(ROOM);
  private volatile boolean over;

  // loop only

  /** His channels by the far end's numbers. */
  final Map<Integer, ProxyClients.Proxied> byRecipient = new HashMap<>();

  /** Numbers of channels that the far end wants to open, and he has not answered about. */
  final Set<Integer> offered = new HashSet<>();

  /** Where the far end listens for him, as it is cancelled. */
  final Set<GlobalRequestType> forwards = new HashSet<>();

  /** Where it was asked to, and has not answered. */
  int forwardsAsked;

  int channels;

  ProxyClient(ProxyClients all, Link link, Downstream downstream) {
    this.all = all;
    this.link = link;
    this.downstream = downstream;
    link.execute(() -> all.add(this));
  }

  /**
   * Takes a payload of his, and waits while the connection takes no more. One thread.
   *
   * @param payload owned
   * @throws IOException when nothing is taken any more
   */
  public void received(byte[] payload) throws IOException, InterruptedException {
    room.acquire(weight(payload));
    if (over || !link.execute(() -> all.received(this, payload))) {
      throw new IOException("the connection is over");
    }
  }

  private static int weight(byte[] payload) {
    return payload.length > 0 && payload[0] == GlobalRequest.NUMBER
        ? REQUEST
        : Math.min(payload.length, ROOM);
  }

  /** He is gone: so are his channels, and what listens for him. Any thread. */
  @Override
  public void close() {
    link.execute(() -> all.gone(this));
  }

  // loop only

  void deliver(byte[] payload) {
    downstream.deliver(payload);
  }

  /** What he sent has left. */
  void sent(byte[] payload) {
    room.release(weight(payload));
  }

  boolean isOver() {
    return over;
  }

  void end() {
    if (!over) {
      over = true;
      room.release(ROOM); // who waits goes on, and finds that it is over
      downstream.end();
    }
  }
}
