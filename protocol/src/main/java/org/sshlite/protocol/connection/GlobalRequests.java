package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.HostKeyProof;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;

/**
 * Global requests of one connection, RFC 4254 §4: replies come in the order of the requests. Loop
 * only.
 */
final class GlobalRequests {
  /**
   * Requests that wait for the application, and bytes of them: ssh sends all of its remote forwards
   * at once.
   */
  private static final int MAXIMUM_WAITING = 512;

  private static final int MAXIMUM_WAITING_BYTES = 1024 * 1024;

  /** Bytes of a request to listen: its address or path is kept as long as that is listened at. */
  private static final int MAXIMUM_LISTEN_BYTES = 2048;

  private final Link link;
  private final Strays strays;
  private final Runnable onNoMoreSessions;
  private final Consumer<IncomingRequest> application;
  private final ArrayDeque<Ours> replies = new ArrayDeque<>();
  private final ArrayDeque<Theirs> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean proxied;
  private @Nullable HostKeyAnnouncement hostKeys;

  /**
   * @param application asked about every request that is not answered here
   */
  GlobalRequests(
      Link link, Strays strays, Runnable onNoMoreSessions, Consumer<IncomingRequest> application) {
    this.link = link;
    this.strays = strays;
    this.onNoMoreSessions = onNoMoreSessions;
    this.application = application;
  }

  /** Tells the client of a server's host keys, and proves them from now on. */
  void announce(HostKeyAnnouncement announcement) {
    hostKeys = announcement;
    announcement.send();
  }

  // ours

  /**
   * @param reply completes with the reply's data, or empty for SSH_MSG_REQUEST_FAILURE
   */
  void send(GlobalRequestType type, CompletableFuture<Optional<byte[]>> reply) {
    if (proxied) {
      passOn(type, reply);
      return;
    }
    send(type, new Ours(data -> link.complete(reply, data), reason -> link.fail(reply, reason)));
  }

  /**
   * As {@link #send(GlobalRequestType, CompletableFuture)}.
   *
   * @param onReply told on the loop; of the connection's end as of a failure
   */
  void send(GlobalRequestType type, Consumer<Optional<byte[]>> onReply) {
    send(type, new Ours(onReply, _ -> onReply.accept(Optional.empty())));
  }

  /** Sends one that wants no reply. */
  void tell(GlobalRequestType type) {
    link.send(new GlobalRequest(type, false));
  }

  private void send(GlobalRequestType type, Ours request) {
    replies.add(request);
    link.send(new GlobalRequest(type, true));
  }

  /** One of ours that waits for its reply. */
  private record Ours(Consumer<Optional<byte[]>> onReply, Consumer<IOException> onEnd) {}

  /**
   * Below is a master in proxy mode. OpenSSH's passes one request on and no reply, and hangs up on
   * all others.
   */
  void passOnOnly() {
    proxied = true;
  }

  private void passOn(GlobalRequestType type, CompletableFuture<Optional<byte[]>> reply) {
    boolean passes = type instanceof GlobalRequestType.TcpipForward(_, var port) && port != 0;
    if (passes) {
      link.send(new GlobalRequest(type, false));
    }
    link.complete(reply, passes ? Optional.of(new byte[0]) : Optional.empty());
  }

  void replied(Optional<byte[]> data) {
    Ours request = replies.poll();
    if (request == null) {
      strays.note("reply to a global request that nobody waits for");
    } else {
      request.onReply().accept(data);
    }
  }

  // the peer's

  /**
   * @param size bytes of the message
   */
  void received(GlobalRequest message, int size) throws RefusedException {
    if (waiting.size() >= MAXIMUM_WAITING || waitingBytes + size > MAXIMUM_WAITING_BYTES) {
      throw new RefusedException(
          new Refusal.LimitExceeded("too many global requests that wait for an answer"));
    }
    Theirs request = new Theirs(message, size);
    waiting.add(request);
    waitingBytes += size;
    switch (message.type()) {
      case GlobalRequestType.NoMoreSessions() -> {
        onNoMoreSessions.run();
        request.succeed();
      }
      case GlobalRequestType.Unknown(var name, var data)
          when hostKeys != null && name.equals(HostKeyProof.NAME) ->
          hostKeys.prove(request, data);
      case GlobalRequestType.TcpipForward _, GlobalRequestType.StreamlocalForward _
          when size > MAXIMUM_LISTEN_BYTES ->
          request.fail();
      default -> application.accept(request);
    }
  }

  /** Sends the answers that wait for none before them. */
  private void sendAnswers() {
    Theirs first;
    while ((first = waiting.peek()) != null && first.answer != null) {
      waiting.remove();
      waitingBytes -= first.size;
      if (first.wantReply()) {
        link.send(first.answer);
      }
    }
  }

  /** A request of the peer's. Any thread. */
  private final class Theirs implements IncomingRequest {
    private final GlobalRequest message;
    private final int size;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** Loop only. */
    private @Nullable Message answer;

    Theirs(GlobalRequest message, int size) {
      this.message = message;
      this.size = size;
    }

    @Override
    public GlobalRequestType type() {
      return message.type();
    }

    @Override
    public boolean wantReply() {
      return message.wantReply();
    }

    @Override
    public void succeed(byte[] data) {
      answer(new RequestSuccess(data));
    }

    @Override
    public void fail() {
      answer(new RequestFailure());
    }

    private void answer(Message reply) {
      if (!answered.compareAndSet(false, true)) {
        throw new IllegalStateException("the request was answered already");
      }
      link.executeNow(
          () -> {
            answer = reply;
            sendAnswers();
          });
    }
  }

  /** The connection is over. */
  void end(IOException reason) {
    waiting.clear();
    InAnyCase.drain(replies, request -> request.onEnd().accept(reason));
  }
}
