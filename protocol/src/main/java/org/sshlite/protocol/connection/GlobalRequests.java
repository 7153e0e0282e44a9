package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.HostKeyProof;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.RequestFailure;

/**
 * Global requests of one connection, RFC 4254 §4: replies come in the order of the requests. Loop
 * only.
 */
final class GlobalRequests {
  private final Link link;
  private final Strays strays;
  private final ArrayDeque<CompletableFuture<Optional<byte[]>>> waiting = new ArrayDeque<>();
  private final Consumer<GlobalRequestType> application;
  private boolean noMoreSessions;
  private @Nullable HostKeyAnnouncement hostKeys;

  /**
   * @param application told of every request
   */
  GlobalRequests(Link link, Strays strays, Consumer<GlobalRequestType> application) {
    this.link = link;
    this.strays = strays;
    this.application = application;
  }

  /** Tells the client of a server's host keys, and proves them from now on. */
  void announce(HostKeyAnnouncement announcement) {
    hostKeys = announcement;
    announcement.send();
  }

  /**
   * @param reply completes with the reply's data, or empty for SSH_MSG_REQUEST_FAILURE
   */
  void send(GlobalRequestType type, CompletableFuture<Optional<byte[]>> reply) {
    waiting.add(reply);
    link.send(new GlobalRequest(type, true));
  }

  void replied(Optional<byte[]> data) {
    CompletableFuture<Optional<byte[]>> reply = waiting.poll();
    if (reply == null) {
      strays.note("reply to a global request that nobody waits for");
    } else {
      link.complete(reply, data);
    }
  }

  /** What we do not know fails, RFC 4254 §4: keepalive@openssh.com is answered by that, too. */
  void received(GlobalRequest request) {
    if (request.type() instanceof GlobalRequestType.NoMoreSessions) {
      noMoreSessions = true;
    }
    if (hostKeys != null
        && request.type() instanceof GlobalRequestType.Unknown(var name, var data)
        && name.equals(HostKeyProof.NAME)) {
      hostKeys.prove(data, request.wantReply());
      return;
    }
    application.accept(request.type());
    if (request.wantReply()) {
      link.send(new RequestFailure());
    }
  }

  boolean noMoreSessions() {
    return noMoreSessions;
  }

  void end(IOException reason) {
    waiting.forEach(reply -> link.fail(reply, reason));
    waiting.clear();
  }
}
