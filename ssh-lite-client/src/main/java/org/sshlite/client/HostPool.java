package org.sshlite.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sshlite.client.config.Destination;

/**
 * Several connections to one host, for calls that one does not carry: each goes over the one that
 * has the least to do, and another is opened while all have some and there may be more. One that is
 * lost is replaced at the next call. Any thread.
 */
public final class HostPool implements AutoCloseable {
  private final SshClient client;
  private final Destination destination;
  private final int maximum;
  private final List<Member> members = new ArrayList<>();
  private boolean closed;

  HostPool(SshClient client, Destination destination, int maximum) {
    if (maximum < 1) {
      throw new IllegalArgumentException("connections: " + maximum);
    }
    this.client = client;
    this.destination = destination;
    this.maximum = maximum;
  }

  private static final class Member {
    final CompletableFuture<ClientSession> session;

    /** Calls under way. */
    int calls;

    Member(CompletableFuture<ClientSession> session) {
      this.session = session;
    }

    boolean isOver() {
      return session.isDone()
          && (session.isCompletedExceptionally() || session.join().connection().ended().isDone());
    }
  }

  /** As {@link ClientSession#exec(Exec)}. */
  public ExecResult exec(Exec exec) throws IOException {
    return Waiting.orCancel(execAsync(exec));
  }

  /** As {@link ClientSession#execAsync(Exec)}. */
  public CompletableFuture<ExecResult> execAsync(Exec exec) {
    return with(session -> session.execAsync(exec));
  }

  /**
   * Makes a call over one of the connections.
   *
   * @param call must not close the session; its connection counts as busy until the future is done
   * @throws IllegalStateException once it is closed
   */
  public <T> CompletableFuture<T> with(Function<ClientSession, CompletableFuture<T>> call) {
    Member member;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the pool is closed");
      }
      member = choose();
      member.calls++;
    }
    CompletableFuture<CompletableFuture<T>> calling = member.session.thenApply(call);
    CompletableFuture<T> made = calling.thenCompose(under -> under);
    // who is told that the call is over finds the connection free for another
    CompletableFuture<T> result = made.whenComplete((_, _) -> free(member)).copy();
    result.whenComplete(
        (_, _) -> {
          if (result.isCancelled()) {
            made.cancel(false);
            calling.thenAccept(under -> under.cancel(false));
          }
        });
    return result;
  }

  private synchronized void free(Member member) {
    member.calls--;
  }

  private Member choose() {
    members.removeIf(Member::isOver);
    Optional<Member> least = members.stream().min(Comparator.comparingInt(each -> each.calls));
    if (least.isPresent() && (least.get().calls == 0 || members.size() == maximum)) {
      return least.get();
    }
    Member another = new Member(client.connectAsync(destination));
    members.add(another);
    return another;
  }

  /** Connections that are open or on their way. */
  public synchronized int size() {
    members.removeIf(Member::isOver);
    return members.size();
  }

  /** Closes all connections, and what runs over them. */
  @Override
  public void close() {
    List<Member> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(members);
      members.clear();
    }
    for (Member member : last) {
      if (!member.session.cancel(true) && !member.session.isCompletedExceptionally()) {
        member.session.join().close();
      }
    }
  }
}
