package org.sshlite.tests.mitm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * A session of our client through a {@link PacketProxy}, in which data goes to the server and back.
 */
final class TamperedSession {
  /** Some hundred packets each way. */
  private static final byte[] DATA = new byte[4 * 1024 * 1024];

  static {
    new Random(1).nextBytes(DATA);
  }

  private final LoopbackServer server;
  private final TransportOptions options;
  private final boolean lengthsAreReadable;

  TamperedSession(LoopbackServer server, String kex, String cipher) {
    this.server = server;
    this.options =
        TransportOptions.builder().kexMethods(List.of(kex)).ciphers(List.of(cipher)).build();
    this.lengthsAreReadable = cipher.contains("gcm");
  }

  /**
   * What came back.
   *
   * @param ending what the client says about the end of the connection
   * @param received bytes that the client took for the server's
   */
  record Outcome(String ending, byte[] received) {
    /** Whether nothing that was changed was taken for true. */
    boolean isPrefixOfWhatWasSent() {
      return Arrays.equals(received, 0, received.length, DATA, 0, received.length);
    }

    boolean isComplete() {
      return received.length == DATA.length;
    }
  }

  Outcome run(Supplier<Alteration> alteration) {
    try (PacketProxy proxy = new PacketProxy(server.address(), lengthsAreReadable, alteration);
        LoopbackClient client = new LoopbackClient(options, server.hostKey())) {
      Connection connection = client.connect(proxy.address());
      byte[] received = new byte[0];
      try {
        LoopbackClient.await(connection.authenticated());
        received = echo(LoopbackClient.exec(connection, "cat"));
        connection.disconnect("done");
      } catch (UncheckedIOException _) {
        // how the connection ended is told below
      }
      return new Outcome(LoopbackClient.await(connection.ended()).explain(), received);
    }
  }

  /** Sends the data and collects what comes back, for as long as something comes. */
  private static byte[] echo(Channel channel) {
    Thread sender = Thread.ofVirtual().start(() -> send(channel));
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (InputStream in = channel.input()) {
      in.transferTo(received);
      sender.join();
    } catch (IOException _) {
      // the connection is refused: what came before is what counts
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return received.toByteArray();
  }

  private static void send(Channel channel) {
    try (OutputStream out = channel.output()) {
      out.write(DATA);
    } catch (IOException _) {
      // the connection is refused: that is for the reader to see
      return;
    }
  }
}
