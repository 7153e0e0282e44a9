package org.sshlite.client.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A name server on loopback that answers every question as it is told. */
public final class DnsServer implements AutoCloseable {
  /** Messages to send for a question, over either protocol. */
  public volatile Function<byte[], List<byte[]>> udp = _ -> List.of();

  volatile Function<byte[], List<byte[]>> tcp = _ -> List.of();

  /** The questions that came over each. */
  final List<byte[]> askedOverUdp = new CopyOnWriteArrayList<>();

  final List<byte[]> askedOverTcp = new CopyOnWriteArrayList<>();

  private final ServerSocket listener;
  private final DatagramSocket datagrams;

  public DnsServer() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    datagrams = new DatagramSocket(listener.getLocalSocketAddress());
    Thread.ofVirtual().start(() -> untilClosed(this::serveDatagram));
    Thread.ofVirtual().start(() -> untilClosed(this::serveConnection));
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void untilClosed(Work work) {
    try {
      while (!listener.isClosed()) {
        work.run();
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serveDatagram() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    datagrams.receive(packet);
    byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
    askedOverUdp.add(question);
    for (byte[] answer : udp.apply(question)) {
      datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
  }

  private void serveConnection() throws IOException {
    try (Socket socket = listener.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] question = in.readNBytes(in.readUnsignedShort());
      askedOverTcp.add(question);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (byte[] answer : tcp.apply(question)) {
        out.writeShort(answer.length);
        out.write(answer);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    datagrams.close();
  }
}
