package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * An application that fails by an Error at one place or another: its connection ends, and it hears
 * of it, for it counts who is there.
 */
class FailingApplicationTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private SshListener listener;

  private static OutOfMemoryError error() {
    return new OutOfMemoryError("thrown by a test");
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private void listen(EchoServer application, List<Signer> keys, Proxies proxies)
      throws IOException {
    listener =
        SshListener.bind(
            List.of(ANY_PORT),
            new ServerSetup(
                TransportOptions.defaults(), keys, _ -> Optional.of(application), proxies, true));
  }

  private Ending ending(EchoServer application) throws Exception {
    return application.ended.get(60, TimeUnit.SECONDS);
  }

  /** What a server has said when it hangs up. */
  private byte[] answers(String header) throws IOException {
    try (Socket socket =
        new Socket(ANY_PORT.getAddress(), listener.addresses().getFirst().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }

  private static Proxies proxies(boolean all) {
    return new Proxies() {
      @Override
      public boolean contains(InetAddress address) {
        return all;
      }

      @Override
      public void refused(PeerAddresses proxy, String problem) {}
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void that_cannot_begin(boolean proxied) throws Exception {
    EchoServer application =
        new EchoServer() {
          @Override
          public ServiceClasses serviceClasses() {
            throw error();
          }
        };
    listen(application, EchoServer.HOST_KEYS, proxies(proxied));
    answers(proxied ? "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22\r\n" : "");
    assertThat(ending(application)).isInstanceOf(Ending.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void that_cannot_be_made(boolean proxied) throws Exception {
    listener =
        SshListener.bind(
            List.of(ANY_PORT),
            new ServerSetup(
                TransportOptions.defaults(),
                EchoServer.HOST_KEYS,
                _ -> {
                  throw error();
                },
                proxies(proxied),
                true));
    assertThat(answers(proxied ? "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22\r\n" : "")).isEmpty();
  }

  @Test
  void in_a_task_of_the_loop() throws Exception {
    EchoServer application =
        new EchoServer() {
          @Override
          public List<Signer> announcedHostKeys() {
            throw error();
          }
        };
    listen(application, EchoServer.HOST_KEYS, Proxies.NONE);
    try (SshConnector connector = new SshConnector()) {
      connector.connect(
          listener.addresses().getFirst(),
          Duration.ofSeconds(20),
          TransportOptions.defaults(),
          new PlainClient());
      assertThat(ending(application)).isInstanceOf(Ending.Failed.class);
    }
  }

  @Test
  void when_a_channel_is_opened() throws Exception {
    EchoServer application =
        new EchoServer() {
          @Override
          public void opening(IncomingChannel incoming) {
            throw error();
          }
        };
    listen(application, EchoServer.HOST_KEYS, Proxies.NONE);
    try (SshConnector connector = new SshConnector()) {
      connector
          .connect(
              listener.addresses().getFirst(),
              Duration.ofSeconds(20),
              TransportOptions.defaults(),
              new PlainClient())
          .thenCompose(connection -> connection.authenticated())
          .thenCompose(
              connection -> connection.open(new ChannelType.Session(), new NettyTest.NoRequests()));
      assertThat(ending(application)).isInstanceOf(Ending.Failed.class);
    }
  }
}
