package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.SessionForwards;
import org.sshlite.sshd.session.SessionRules;
import org.sshlite.sshd.session.SystemSession;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/** A system that has no more threads: what cannot be run is refused, and nothing of it stays. */
class SessionThreadsTest {
  private static final ConnectionEnds ENDS =
      new ConnectionEnds("localhost", "127.0.0.1", 1, "127.0.0.1", 2);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_command_without_its_threads_is_refused_and_closed_whole(int threads) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(channel -> session(channel, threads));
        LoopbackClient client = new LoopbackClient(TransportOptions.defaults(), server.hostKey())) {
      Connection connection = client.logIn(server.address());

      assertThatThrownBy(() -> LoopbackClient.exec(connection, "cat"))
          .hasMessageContaining("exec refused");
      connection.disconnect("done");

      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
      Awaitility.await().until(() -> running.get() == 0);
    }
  }

  private ChannelHandler session(Channel channel, int threads) {
    Account account = Account.current().orElseThrow();
    SystemSession session =
        new SystemSession(
            channel,
            SessionRules.plain("alice"),
            account,
            ENDS,
            SessionForwards.NONE,
            only(threads));
    return new ChannelHandler() {
      @Override
      public boolean request(SessionRequest request) {
        return session.request(request);
      }

      @Override
      public void closed() {
        session.closed();
        closed.countDown();
      }
    };
  }

  /** As the JVM does it when the system gives no thread. */
  private Executor only(int threads) {
    AtomicInteger left = new AtomicInteger(threads);
    return task -> {
      if (left.getAndDecrement() <= 0) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      running.incrementAndGet();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                task.run();
                running.decrementAndGet();
              });
    };
  }
}
