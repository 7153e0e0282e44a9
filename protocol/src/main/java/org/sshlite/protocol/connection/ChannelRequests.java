package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.SessionRequest;

/**
 * The requests on one channel, RFC 4254 §5.4: ours, in order with data, and their replies; the
 * peer's, handled one after another off the loop, and our replies. Loop only, but for sending.
 */
final class ChannelRequests {
  /** Requests that may wait for the application, and bytes of them. */
  private static final int MAXIMUM_WAITING = 512;

  private static final int MAXIMUM_WAITING_BYTES = 1024 * 1024;

  private final Channel channel;
  private final Link link;
  private final SerialWork work;
  private final ArrayDeque<CompletableFuture<Boolean>> replies = new ArrayDeque<>();
  private final AtomicInteger onTheWay = new AtomicInteger();
  private @Nullable ChannelHandler handler;
  private @Nullable List<Message> heldUntilReply;
  private int waitingBytes;

  ChannelRequests(Channel channel, Link link) {
    this.channel = channel;
    this.link = link;
    this.work = new SerialWork(link::offLoop, link::execute);
  }

  void handler(ChannelHandler value) {
    handler = value;
  }

  // ours

  /** Any thread. */
  CompletableFuture<Boolean> request(SessionRequest request) {
    CompletableFuture<Boolean> reply = new CompletableFuture<>();
    beforeData(
        () -> {
          if (channel.maySend()) {
            replies.add(reply);
            madeOfPeer(request);
            link.send(new ChannelRequest(channel.recipientChannel(), true, request));
          } else {
            link.fail(reply, channel.whyOver());
          }
        },
        reply);
    return reply;
  }

  /** Any thread. */
  void send(SessionRequest request) {
    beforeData(
        () -> {
          if (channel.maySend()) {
            madeOfPeer(request);
            sendOrHold(new ChannelRequest(channel.recipientChannel(), false, request));
          }
        },
        new CompletableFuture<>());
  }

  private void madeOfPeer(SessionRequest request) {
    channel.serviceClass().made(request);
    if (request instanceof SessionRequest.PtyRequest) {
      channel.receiveWindow().shrinkToTerminal();
    }
  }

  /**
   * Data and EOF that are written after a request was sent do not overtake it on its way to the
   * loop.
   */
  private void beforeData(Runnable request, CompletableFuture<?> result) {
    onTheWay.incrementAndGet();
    link.execute(
        () -> {
          onTheWay.decrementAndGet();
          request.run();
          channel.outputReady();
        },
        result);
  }

  private void sendOrHold(Message message) {
    if (heldUntilReply != null) {
      heldUntilReply.add(message);
    } else {
      link.send(message);
    }
  }

  /** Whether data must wait for a request of ours, or for our reply to one of the peer's. */
  boolean holdData() {
    return heldUntilReply != null || onTheWay.get() > 0;
  }

  /**
   * @return whether it was waited for
   */
  boolean replied(boolean success) {
    CompletableFuture<Boolean> reply = replies.poll();
    if (reply != null) {
      link.complete(reply, success);
    }
    return reply != null;
  }

  // the peer's

  /**
   * @param size bytes of the message
   */
  void received(ChannelRequest message, int size) throws RefusedException {
    if (work.waiting() >= MAXIMUM_WAITING || waitingBytes + size > MAXIMUM_WAITING_BYTES) {
      throw new RefusedException(
          new Refusal.LimitExceeded("too many channel requests that wait for an answer"));
    }
    ChannelHandler current = handler;
    if (current == null || !channel.maySend()) {
      return;
    }
    if (message.request() instanceof SessionRequest.EndOfWriting) {
      channel.endOfWriting();
    }
    if (message.wantReply() && starts(message.request())) {
      // output of the program must not overtake the answer that it was started
      heldUntilReply = heldUntilReply == null ? new ArrayList<>() : heldUntilReply;
    }
    if (!starts(message.request())) {
      // what was typed after a resize finds the new size; a program may read before it is answered
      channel.end().requestReceived();
    }
    waitingBytes += size;
    work.add(
        () -> {
          boolean success = false;
          try {
            success = current.request(message.request());
          } finally {
            // a handler that throws must not leave the peer, and what is held, waiting
            boolean answer = success;
            link.execute(() -> handled(message, size, answer));
          }
        });
  }

  private static boolean starts(SessionRequest request) {
    return switch (request) {
      case SessionRequest.Shell _, SessionRequest.Exec _, SessionRequest.Subsystem _ -> true;
      default -> false;
    };
  }

  private void handled(ChannelRequest message, int size, boolean success) {
    waitingBytes -= size;
    if (!starts(message.request())) {
      channel.end().requestHandled();
    }
    if (success && channel.maySend()) {
      channel.serviceClass().made(message.request());
    }
    if (!message.wantReply() || !channel.maySend()) {
      return;
    }
    int recipient = channel.recipientChannel();
    link.send(success ? new ChannelSuccess(recipient) : new ChannelFailure(recipient));
    if (starts(message.request()) && heldUntilReply != null) {
      List<Message> held = heldUntilReply;
      heldUntilReply = null;
      held.forEach(link::send);
      channel.outputReady();
    }
  }

  /** The channel is over: nothing of ours will be answered. */
  void fail(IOException reason) {
    InAnyCase.drain(replies, reply -> link.fail(reply, Channel.failure(reason)));
  }

  /**
   * Tells that the channel is over, after the last request; off the loop, where anybody who is told
   * may wait.
   *
   * @param closed told first, then the handler
   * @param then comes last
   */
  void end(ClosedNews closed, Runnable then) {
    ChannelHandler last = handler;
    // while a request is handled, nobody may be told of the end yet
    if (work.isIdle() && (last == null || !last.waits()) && closed.closed() == null) {
      try {
        if (last != null) {
          last.closed();
        }
      } finally {
        then.run();
      }
      return;
    }
    work.add(
        () -> {
          try {
            CompletableFuture<Void> asked = closed.closed();
            if (asked != null) {
              asked.complete(null);
            }
            if (last != null) {
              last.closed();
            }
          } finally {
            then.run();
          }
        });
  }
}
