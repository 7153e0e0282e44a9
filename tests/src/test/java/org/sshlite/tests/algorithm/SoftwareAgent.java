package org.sshlite.tests.algorithm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An agent with one key and no extensions, RFC 9987: for tokens, which OpenSSH's agent wants to
 * touch.
 */
final class SoftwareAgent implements AutoCloseable {
  private static final int FAILURE = 5;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;

  private final Signer key;
  private final ServerSocketChannel listener;

  SoftwareAgent(Path socket, Signer key) throws IOException {
    this.key = key;
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (listener.isOpen()) {
      try (SocketChannel channel = listener.accept()) {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        while (true) {
          byte[] answer = answer(in.readNBytes(in.readInt()));
          out.write(new SshWriter().string(answer).toByteArray());
        }
      } catch (IOException | MalformedException _) {
        continue; // a client that went away, or the end
      }
    }
  }

  private byte[] answer(byte[] request) throws IOException, MalformedException {
    SshReader in = new SshReader("request", request);
    SshWriter answer = new SshWriter();
    switch (in.uint8("type")) {
      case REQUEST_IDENTITIES ->
          answer.uint8(IDENTITIES_ANSWER).uint32(1).string(key.publicKey().blob()).string("token");
      case SIGN_REQUEST -> {
        in.string("key");
        byte[] signature = key.sign(key.publicKey().type(), in.string("data"));
        answer.uint8(SIGN_RESPONSE).string(signature);
      }
      default -> answer.uint8(FAILURE); // session-bind@openssh.com: it does without
    }
    return answer.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
