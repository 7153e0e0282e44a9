package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
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

  /** As where there is no memory for that. */
  @Test
  void one_whose_start_cannot_be_told_is_refused_and_does_not_go_on() throws Exception {
    Logger told = Logger.getLogger("session.verbose");
    Handler failing =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            throw new OutOfMemoryError("thrown by a test");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    told.addHandler(failing);
    String command = "cat - /none-" + UUID.randomUUID();
    try (LoopbackServer server =
            LoopbackServer.start(channel -> session(channel, Integer.MAX_VALUE));
        LoopbackClient client = new LoopbackClient(TransportOptions.defaults(), server.hostKey())) {
      Connection connection = client.logIn(server.address());

      assertThatThrownBy(() -> LoopbackClient.exec(connection, command))
          .hasMessageContaining("exec refused");
      connection.disconnect("done");

      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .until(() -> ProcessHandle.current().descendants().noneMatch(runs(command)));
    } finally {
      told.removeHandler(failing);
    }
  }

  private static Predicate<ProcessHandle> runs(String command) {
    return process -> process.info().commandLine().orElse("").contains(command);
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
