package org.sshlite.protocol.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An agent, RFC 9987. Each request has a connection of its own, so nothing is left open. Blocks for
 * as long as the agent does, which may ask its user or wait for a touch.
 *
 * @param socket where it listens: the value of SSH_AUTH_SOCK
 * @param binding what each connection to it is for, empty outside of a session
 */
public record Agent(Path socket, Optional<SessionBinding> binding) {
  // RFC 9987 §6.1
  private static final int FAILURE = 5;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final int SUCCESS = 6;
  private static final int ADD_IDENTITY = 17;
  private static final int ADD_ID_CONSTRAINED = 25;
  private static final int CONSTRAIN_LIFETIME = 1;
  private static final int CONSTRAIN_CONFIRM = 2;

  private static final int LONGEST_ANSWER = 256 * 1024; // as OpenSSH's client takes
  private static final int MOST_KEYS = 2048; // as OpenSSH's client takes

  public Agent(Path socket) {
    this(socket, Optional.empty());
  }

  /** As {@link #keys(Consumer)}, without a word about those that are left out. */
  public List<AgentKey> keys() throws IOException {
    return keys(_ -> {});
  }

  /**
   * The keys and certificates that it has, less those of a kind that we cannot use.
   *
   * @param skipped told why of each of those, in a line that is safe to print
   * @throws IOException when there is no agent, or what answers is none
   */
  public List<AgentKey> keys(Consumer<String> skipped) throws IOException {
    SshReader in = request(new SshWriter().uint8(REQUEST_IDENTITIES), IDENTITIES_ANSWER);
    try {
      long count = in.uint32("number of keys");
      if (count > MOST_KEYS) {
        throw in.malformed("number of keys", "more than " + MOST_KEYS);
      }
      List<AgentKey> keys = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        byte[] blob = in.string("key");
        byte[] comment = in.string("comment");
        try {
          // how long an RSA key must be is its user's to say
          PublicKey key = Certificate.readKeyOrCertificate(blob, RsaPublicKey.LEAST_MINIMUM_BITS);
          keys.add(new AgentKey(this, key, new String(comment, StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
          // a type that we do not have, or an RSA key that nobody should use
          skipped.accept(e.getMessage());
        }
      }
      return keys;
    } catch (MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A signature blob by the key. */
  byte[] sign(PublicKey key, byte[] data, int flags) throws IOException {
    SshWriter request =
        new SshWriter().uint8(SIGN_REQUEST).string(key.blob()).string(data).uint32(flags);
    SshReader in = request(request, SIGN_RESPONSE);
    try {
      byte[] signature = in.string("signature");
      in.end();
      return signature;
    } catch (MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Gives it a key to keep.
   *
   * @param seconds how long it keeps it; 0 for ever
   * @param confirms whether it asks its user before each use
   * @throws IOException also when it does not want it
   */
  public void add(PrivateKey key, String comment, long seconds, boolean confirms)
      throws IOException {
    boolean constrained = seconds > 0 || confirms;
    SshWriter request = new SshWriter().uint8(constrained ? ADD_ID_CONSTRAINED : ADD_IDENTITY);
    try {
      key.write(request);
      request.string(comment);
      if (seconds > 0) {
        request.uint8(CONSTRAIN_LIFETIME).uint32(seconds);
      }
      if (confirms) {
        request.uint8(CONSTRAIN_CONFIRM);
      }
      request(request, SUCCESS);
    } finally {
      request.wipe();
    }
  }

  private SshReader request(SshWriter request, int expected) throws IOException {
    byte[] bytes = request.toByteArray();
    byte[] answer;
    try {
      answer = exchange(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0); // it may be a key
    }
    SshReader in = new SshReader("answer of the agent", answer);
    try {
      int type = in.uint8("type");
      if (type == FAILURE) {
        throw new IOException("agent refused operation");
      }
      if (type != expected) {
        throw in.malformed("type", "not the one that was asked for: " + type);
      }
      return in;
    } catch (MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private byte[] exchange(byte[] request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      if (binding.isPresent()) {
        // an agent that does not know it says so, and has no keys that need it
        exchange(channel, binding.get().request().toByteArray());
      }
      return exchange(channel, request);
    }
  }

  private static byte[] exchange(SocketChannel channel, byte[] request) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + request.length);
    framed.putInt(request.length).put(request).flip();
    try {
      while (framed.hasRemaining()) {
        channel.write(framed);
      }
    } finally {
      Arrays.fill(framed.array(), (byte) 0);
    }
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    int length = in.readInt();
    if (length <= 0 || length > LONGEST_ANSWER) {
      throw new IOException("the agent's answer is empty or too long");
    }
    byte[] answer = new byte[length];
    in.readFully(answer);
    return answer;
  }
}
