package org.sshlite.client.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.sshlite.client.dns.SshfpQuestion.Reply;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.program.stream.ArrayInput;

/**
 * One DNS server, asked over UDP, and over TCP for what does not fit (RFC 7766 §5). Each question
 * has a socket of its own, so a port that the kernel picks. Blocks.
 */
record NameServer(InetSocketAddress address) {
  private static final int LARGEST_MESSAGE = 0xffff; // of UDP, and a length in two bytes over TCP

  /**
   * What it answers.
   *
   * @param timeout for UDP, and again for TCP
   * @throws IOException when it does not, or not with records
   */
  DnsAnswer.Records ask(SshfpQuestion question, Duration timeout) throws IOException {
    byte[] message = question.encode();
    return switch (overUdp(question, message, new Deadline(timeout))) {
      case Reply.Complete(var records) -> records;
      case Reply.Cut _ -> overTcp(question, message, new Deadline(timeout));
      case Reply.Unrelated _ -> throw new AssertionError("an unrelated reply was not passed over");
    };
  }

  /** Time that is left, in one piece whatever it is spent on. */
  private record Deadline(long nanoTime) {
    Deadline(Duration timeout) {
      this(System.nanoTime() + timeout.toNanos());
    }

    /** Never 0, which means for ever. */
    int millis() throws SocketTimeoutException {
      long left = nanoTime - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      return Math.toIntExact(left / 1_000_000 + 1);
    }
  }

  private Reply overUdp(SshfpQuestion question, byte[] message, Deadline deadline)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address); // nobody else's datagrams come in
      socket.send(new DatagramPacket(message, message.length));
      byte[] buffer = new byte[LARGEST_MESSAGE];
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout(deadline.millis());
        socket.receive(packet);
        Reply reply = question.read(Arrays.copyOf(buffer, packet.getLength()));
        if (!(reply instanceof Reply.Unrelated)) {
          return reply;
        }
      }
    }
  }

  private DnsAnswer.Records overTcp(SshfpQuestion question, byte[] message, Deadline deadline)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, deadline.millis());
      // a length and what it is of belong into one segment, RFC 7766 §8
      ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + message.length);
      framed.putShort((short) message.length).put(message);
      socket.getOutputStream().write(framed.array());
      DataInputStream in = new DataInputStream(new Timed(socket, deadline));
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      if (question.read(answer) instanceof Reply.Complete(var records)) {
        return records;
      }
      throw new IOException("the answer is malformed: over TCP it is cut, or to another question");
    }
  }

  /** What a socket receives, until a deadline: a byte now and then must not hold us for ever. */
  private static final class Timed extends ArrayInput {
    private final Socket socket;
    private final Deadline deadline;

    Timed(Socket socket, Deadline deadline) {
      this.socket = socket;
      this.deadline = deadline;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(deadline.millis());
      return socket.getInputStream().read(bytes, offset, length);
    }
  }
}
