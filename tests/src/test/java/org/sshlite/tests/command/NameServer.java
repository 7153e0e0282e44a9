package org.sshlite.tests.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sshlite.crypto.key.PublicKey;

/**
 * A name server that knows one SSHFP record (RFC 4255) and says that DNSSEC vouches for its
 * answers. Closing ends it.
 */
final class NameServer implements AutoCloseable {
  /** A loopback address at whose port 53 nobody else listens. */
  static final String ADDRESS = "127.0.0.77";

  private static final int PORT = 53;
  private static final int QUESTION_AT = 12;
  private static final short ANSWER_AUTHENTIC = (short) 0x85a0; // RFC 1035 §4.1.1, RFC 4035 §3.2
  private static final short SSHFP = 44;
  private static final byte ED25519 = 4;
  private static final byte SHA256 = 2;
  private static final int TYPE_AND_CLASS = 4;
  private static final int LARGEST = 512;

  private final DatagramSocket socket;
  private final String name;
  private final byte[] record;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private NameServer(DatagramSocket socket, String name, byte[] record) {
    this.socket = socket;
    this.name = name;
    this.record = record;
  }

  /** Whether there may be one. */
  static boolean isPermitted() {
    try (DatagramSocket socket = open()) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private static DatagramSocket open() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getByName(ADDRESS), PORT));
  }

  static NameServer start(String name, PublicKey key) throws IOException {
    NameServer server = new NameServer(open(), name, record(key));
    Thread.ofPlatform().daemon().start(server::serve);
    return server;
  }

  private static byte[] record(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.blob());
      return ByteBuffer.allocate(2 + hash.length).put(ED25519).put(SHA256).put(hash).array();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void serve() {
    byte[] buffer = new byte[LARGEST];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()).slice());
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] answer(ByteBuffer question) {
    StringBuilder labels = new StringBuilder();
    int at = QUESTION_AT;
    for (int length = question.get(at); length > 0; length = question.get(at)) {
      byte[] label = new byte[length];
      question.get(at + 1, label);
      labels
          .append(labels.isEmpty() ? "" : ".")
          .append(new String(label, StandardCharsets.US_ASCII));
      at += 1 + length;
    }
    asked.add(labels.toString());
    boolean known = labels.toString().equals(name);
    byte[] asIs = new byte[at + 1 + TYPE_AND_CLASS - QUESTION_AT];
    question.get(QUESTION_AT, asIs);
    ByteBuffer out = ByteBuffer.allocate(LARGEST);
    out.putShort(question.getShort(0)).putShort(ANSWER_AUTHENTIC);
    out.putShort((short) 1).putShort((short) (known ? 1 : 0)).putInt(0).put(asIs);
    if (known) {
      out.putShort((short) (0xc000 | QUESTION_AT)).putShort(SSHFP).putShort((short) 1);
      out.putInt(0).putShort((short) record.length).put(record);
    }
    byte[] answer = new byte[out.position()];
    out.get(0, answer);
    return answer;
  }

  /** The names that it was asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    socket.close();
  }
}
