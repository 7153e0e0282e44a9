package org.sshlite.sshd.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.permit.Permission;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.permit.PortListening;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.permit.SocketListening;

/**
 * What is listened at for a client, RFC 4254 §7.1, OpenSSH PROTOCOL §2.4. Its requests are not only
 * answered but also done in their order: a port that it gave up is free when it asks again.
 */
final class RemoteForwards {
  /** Each holds a socket or two; ssh asks for what its user has written. */
  private static final int MAXIMUM_LISTENING = 512;

  private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);

  private final Connection connection;
  private final Forwards forwards;
  private final Permit permit;
  private final StderrLog log;
  private final Consumer<Refusal> onDenied;

  /** By what the client has to name to cancel it: a path, or an address and the port bound. */
  private final Map<Object, Listening> listening = new ConcurrentHashMap<>();

  /** When the last request is done. How many wait is limited with global requests. Loop only. */
  private CompletableFuture<?> done = CompletableFuture.completedFuture(null);

  RemoteForwards(
      Connection connection,
      Forwards forwards,
      Permit permit,
      StderrLog log,
      Consumer<Refusal> onDenied) {
    this.connection = connection;
    this.forwards = forwards;
    this.permit = permit;
    this.log = log;
    this.onDenied = onDenied;
  }

  /** On the event loop, as the others. */
  void listen(IncomingRequest request, GlobalRequestType.TcpipForward wanted) {
    inTurn(() -> listenNow(request, wanted));
  }

  void listen(IncomingRequest request, GlobalRequestType.StreamlocalForward wanted) {
    inTurn(() -> listenNow(request, wanted));
  }

  void cancel(IncomingRequest request, GlobalRequestType key) {
    inTurn(() -> cancelNow(request, key));
  }

  /** Runs the task once the requests before it are answered. On the event loop. */
  void afterwards(Runnable task) {
    if (done.isDone()) {
      task.run();
      return;
    }
    inTurn(
        () -> {
          task.run();
          return DONE;
        });
  }

  private void inTurn(Supplier<CompletableFuture<?>> task) {
    done = done.handleAsync((_, _) -> task.get(), connection.loop()).thenCompose(it -> it);
  }

  private CompletableFuture<?> listenNow(
      IncomingRequest request, GlobalRequestType.TcpipForward wanted) {
    String host = wanted.address();
    return switch (permit.ports().listen(host, wanted.port(), request.wantReply())) {
      case Permission.Denied(var refusal) -> denied(request, refusal);
      case Permission.Granted(PortListening granted) -> {
        granted.notice().ifPresent(connection::debug);
        ListenAt.Tcp at =
            new ListenAt.Tcp(granted.address(), granted.family(), granted.port(), false);
        yield listen(
                at,
                from ->
                    new ChannelType.ForwardedTcpip(
                        host, from.connectedPort(), from.address(), from.port()))
            .whenComplete(
                (made, failure) -> {
                  if (failure != null) {
                    fail(request, "cannot listen to port " + wanted.port(), failure);
                    return;
                  }
                  boolean any = wanted.port() == 0;
                  add(
                      request,
                      new GlobalRequestType.CancelTcpipForward(host, made.port()),
                      made,
                      any ? GlobalRequestType.TcpipForward.boundTo(made.port()) : new byte[0]);
                });
      }
    };
  }

  private CompletableFuture<?> listenNow(
      IncomingRequest request, GlobalRequestType.StreamlocalForward wanted) {
    String path = wanted.path();
    return switch (permit.sockets().listen(path)) {
      case Permission.Denied(var refusal) -> denied(request, refusal);
      case Permission.Granted(SocketListening granted) -> {
        Optional<Path> file = ConnectionForwards.path(path);
        if (file.isEmpty()) {
          request.fail();
          yield DONE;
        }
        yield listen(
                new ListenAt.Unix(file.get(), granted.umask(), granted.unlink()),
                _ -> new ChannelType.ForwardedStreamlocal(path))
            .whenComplete(
                (made, failure) -> {
                  if (failure != null) {
                    fail(request, "unix_listener: cannot bind to path " + path, failure);
                  } else {
                    add(
                        request,
                        new GlobalRequestType.CancelStreamlocalForward(path),
                        made,
                        new byte[0]);
                  }
                });
      }
    };
  }

  private CompletableFuture<Listening> listen(ListenAt at, Function<Originator, ChannelType> type) {
    if (listening.size() >= MAXIMUM_LISTENING) {
      return CompletableFuture.failedFuture(
          new IOException("too many remote forwards on this connection"));
    }
    return forwards.listen(
        at, type, e -> log.debug("remote forward: " + Printable.line(e.getMessage())));
  }

  private void add(IncomingRequest request, Object key, Listening made, byte[] reply) {
    Listening before = listening.put(key, made);
    if (before != null) {
      before.close(); // its socket was removed under it: nobody can reach it
    }
    request.succeed(reply);
  }

  private CompletableFuture<?> denied(IncomingRequest request, Refusal refusal) {
    onDenied.accept(refusal);
    request.fail();
    return DONE;
  }

  private void fail(IncomingRequest request, String what, Throwable failure) {
    log.error(Printable.line(what + ": " + failure.getMessage()));
    request.fail();
  }

  /** In any case: who waits for it, waits with all that he asks next. */
  static void answer(IncomingRequest request, Runnable deed) {
    boolean done = false;
    try {
      deed.run();
      done = true;
    } finally {
      if (done) {
        request.succeed();
      } else {
        request.fail();
      }
    }
  }

  private CompletableFuture<?> cancelNow(IncomingRequest request, GlobalRequestType key) {
    @Nullable Listening found = listening.remove(key);
    if (found == null) {
      request.fail();
      return DONE;
    }
    CompletableFuture<?> closed = new CompletableFuture<>();
    // it waits for the disk, and for the loop
    try {
      Threads.virtual(
          "forward-end",
          () -> {
            try {
              answer(request, found::close);
            } finally {
              closed.complete(null);
            }
          });
    } catch (NoThreadException e) {
      listening.put(key, found);
      fail(request, "cancelling a forward", e);
      return DONE;
    }
    return closed;
  }
}
