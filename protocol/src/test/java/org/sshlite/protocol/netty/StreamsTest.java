package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.transport.TransportOptions;

/** {@link SshStreams} over pipes. */
class StreamsTest {
  private final EchoServer echo = new EchoServer();
  private final PlainClient application = new PlainClient();
  private final Pipe toServer = pipe();
  private final Pipe toClient = pipe();

  @AfterEach
  void hangUp() throws IOException {
    toServer.sink().close();
    toClient.sink().close();
  }

  private Thread serve(TransportOptions options, InputStream in, OutputStream out) {
    return serve(echo, options, in, out);
  }

  private static Thread serve(
      EchoServer server, TransportOptions options, InputStream in, OutputStream out) {
    return Thread.ofPlatform()
        .start(
            () ->
                SshStreams.run(
                    in,
                    out,
                    carrier ->
                        ConnectionDriver.server(
                            options,
                            EchoServer.HOST_KEYS,
                            server,
                            new WindowBudget(0),
                            new SecureRandom(),
                            carrier)));
  }

  private Connection connect() throws Exception {
    return connect(Channels.newOutputStream(toServer.sink()));
  }

  private Connection connect(OutputStream out) throws Exception {
    return connect(echo, out);
  }

  private Connection connect(EchoServer server, OutputStream out) throws Exception {
    serve(
        server,
        TransportOptions.defaults(),
        Channels.newInputStream(toServer.source()),
        Channels.newOutputStream(toClient.sink()));
    CompletableFuture<Connection> client = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () ->
                SshStreams.run(
                    Channels.newInputStream(toClient.source()),
                    out,
                    carrier -> application.driver(carrier, client)));
    return client.get(60, TimeUnit.SECONDS).authenticated().get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_session_works_over_streams() throws Exception {
    PlainClient.echo(PlainClient.exec(connect(), "echo"), 100_000);
  }

  @Test
  void much_data_both_ways_at_once_does_not_block() throws Exception {
    PlainClient.echo(PlainClient.exec(connect(), "echo"), 30_000_000);
  }

  @Test
  void an_orderly_end_reaches_the_other_side() throws Exception {
    connect().disconnect("bye");
    assertThat(echo.ended.get(60, TimeUnit.SECONDS)).isEqualTo(new Ending.Disconnected(11, "bye"));
    assertThat(application.ended.get(60, TimeUnit.SECONDS)).isEqualTo(new Ending.Closed());
  }

  /** Who is told may end the process, and with it what is not written yet. */
  @Test
  void the_end_is_told_when_the_farewell_is_written() throws Exception {
    AtomicBoolean leaving = new AtomicBoolean();
    AtomicBoolean toldBefore = new AtomicBoolean();
    OutputStream slow =
        new FilterOutputStream(Channels.newOutputStream(toServer.sink())) {
          @Override
          public void write(byte[] source, int offset, int length) throws IOException {
            if (leaving.get() && isTold(Duration.ofMillis(300))) {
              toldBefore.set(true);
            }
            out.write(source, offset, length);
          }
        };
    Connection connection = connect(slow);
    leaving.set(true);
    connection.disconnect("bye");
    assertThat(echo.ended.get(60, TimeUnit.SECONDS)).isEqualTo(new Ending.Disconnected(11, "bye"));
    assertThat(application.ended.get(60, TimeUnit.SECONDS)).isEqualTo(new Ending.Closed());
    assertThat(toldBefore).isFalse();
  }

  private boolean isTold(Duration within) {
    try {
      application.ended.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_end_of_the_input_ends_the_connection() throws Exception {
    connect();
    toServer.sink().close();
    assertThat(echo.ended.get(60, TimeUnit.SECONDS))
        .isEqualTo(new Ending.ConnectionLost("connection closed by the peer"));
  }

  @Test
  void the_thread_that_runs_it_returns_when_it_is_over() throws Exception {
    Thread server =
        serve(
            TransportOptions.defaults(),
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream());
    assertThat(server.join(Duration.ofMinutes(1))).isTrue();
    assertThat(echo.ended.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.ConnectionLost.class);
  }

  @Test
  void what_came_before_the_end_of_the_input_is_looked_at() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    serve(
        TransportOptions.defaults(),
        new ByteArrayInputStream("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        out);
    assertThat(echo.ended.get(60, TimeUnit.SECONDS).explain())
        .isEqualTo("the peer did not send an SSH identification string");
  }

  @Test
  void an_output_that_fails_ends_the_connection() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    serve(TransportOptions.defaults(), Channels.newInputStream(toServer.source()), broken);
    assertThat(echo.ended.get(60, TimeUnit.SECONDS))
        .isEqualTo(
            new Ending.ConnectionLost("connection lost: broken pipe", Optional.of("broken pipe")));
  }

  @Test
  void so_does_one_that_fails_by_an_error() throws Exception {
    OutputStream starved =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new OutOfMemoryError("thrown by a test");
          }
        };
    serve(TransportOptions.defaults(), Channels.newInputStream(toServer.source()), starved);
    assertThat(echo.ended.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.ConnectionLost.class);
  }

  @Test
  void what_is_asked_for_after_the_end_fails_by_that_end() throws Exception {
    serve(
        TransportOptions.defaults(),
        Channels.newInputStream(toServer.source()),
        Channels.newOutputStream(toClient.sink()));
    try (SshConnector connector = new SshConnector()) {
      Connection connection =
          connector
              .connect(
                  Channels.newInputStream(toClient.source()),
                  Channels.newOutputStream(toServer.sink()),
                  TransportOptions.defaults(),
                  application)
              .get(60, TimeUnit.SECONDS)
              .authenticated()
              .get(60, TimeUnit.SECONDS);
      connection.disconnect("bye");
      application.ended.get(60, TimeUnit.SECONDS);
      assertThat(connection.figures())
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(ConnectionEndedException.class);
    }
  }

  /** It would stay until its peer goes. */
  @Test
  void a_connection_whose_end_fails_is_over_all_the_same() throws Exception {
    AtomicBoolean opened = new AtomicBoolean();
    EchoServer failing =
        new EchoServer() {
          @Override
          public void opening(IncomingChannel incoming) {
            if (opened.getAndSet(true)) {
              throw new OutOfMemoryError("thrown by a test");
            }
            incoming.accept(new FailsWhenClosed());
          }
        };
    Connection connection = connect(failing, Channels.newOutputStream(toServer.sink()));
    connection.open(new ChannelType.Session(), new NettyTest.NoRequests());
    connection.open(new ChannelType.Session(), new NettyTest.NoRequests());
    assertThat(failing.ended.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.Failed.class);
  }

  private static final class FailsWhenClosed implements ChannelHandler {
    @Override
    public boolean waits() {
      return false;
    }

    @Override
    public void closed() {
      throw new IllegalStateException("thrown by a test");
    }
  }

  @Test
  void a_limit_of_time_holds_though_the_input_never_pauses() throws Exception {
    InputStream restless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return 0;
          }
        };
    serve(
        TransportOptions.builder().loginGrace(Duration.ofMillis(50)).build(),
        restless,
        new ByteArrayOutputStream());
    assertThat(echo.ended.get(60, TimeUnit.SECONDS).explain())
        .isEqualTo("timed out waiting for authentication");
  }

  @Test
  void no_thread_of_ours_is_left_when_the_streams_are_closed() throws Exception {
    connect().disconnect("bye");
    echo.ended.get(60, TimeUnit.SECONDS);
    application.ended.get(60, TimeUnit.SECONDS);
    hangUp();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("ssh-stream")));
  }

  private static Pipe pipe() {
    try {
      return Pipe.open();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
