package org.sshlite.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.agent.Agent;

/** What an agent answers. */
final class AgentTarget {
  private static final PrivateKey KEY = PrivateKey.generate("ssh-ed25519", new FixedRandom());
  private static final int IDENTITIES_ANSWER = 12;

  private AgentTarget() {}

  static Target create() {
    SshWriter keys = new SshWriter().uint8(IDENTITIES_ANSWER).uint32(2);
    for (int i = 0; i < 2; i++) {
      keys.string(KEY.publicKey().blob()).string("comment");
    }
    return new Target(
        "agent", () -> List.of(framed(keys), framed(new SshWriter().uint8(5))), AgentTarget::keys);
  }

  private static byte[] framed(SshWriter answer) {
    return new SshWriter().string(answer.toByteArray()).toByteArray();
  }

  private static void keys(byte[] input) {
    try {
      Listening.ANSWER.answer = input;
      new Agent(Listening.ANSWER.socket)
          .keys(problem -> assertThat(problem).hasLineCount(1))
          .forEach(key -> assertThat(key.publicKey()).isNotNull());
    } catch (IOException e) {
      assertThat(String.valueOf(e.getMessage())).hasLineCount(1);
    }
  }

  /** Listens for as long as the process runs: some thousand inputs are answered. */
  private static final class Listening {
    static final Listening ANSWER = new Listening();

    final Path socket;
    volatile byte[] answer = new byte[0];
    private final ServerSocketChannel listener;

    private Listening() {
      try {
        socket = Files.createTempDirectory("agent").resolve("agent");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        socket.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofPlatform().daemon().start(this::serve);
    }

    private void serve() {
      while (true) {
        try (SocketChannel channel = listener.accept()) {
          DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
          in.readNBytes(in.readInt());
          channel.write(ByteBuffer.wrap(answer));
        } catch (IOException _) {
          // it has had enough
        }
      }
    }
  }
}
