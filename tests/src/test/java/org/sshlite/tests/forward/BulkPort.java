package org.sshlite.tests.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A port whose server greets by a byte and then does as it is told: a letter and a number of bytes
 * that it sends, takes, or echoes one by one.
 */
final class BulkPort implements AutoCloseable {
  private static final int GREETING = '!';
  private static final int CHUNK = 256 * 1024;

  private final ServerSocket listening;

  BulkPort() {
    try {
      listening = new ServerSocket(0, 1000, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(GREETING);
      int letter = in.read();
      long bytes = letter < 0 ? 0 : in.readLong();
      switch (letter) {
        case 's' -> write(out, bytes);
        case 't' -> {
          read(in, bytes);
          out.write(GREETING);
        }
        case 'x' -> {
          read(in, bytes);
          write(out, bytes);
        }
        case 'e' -> {
          for (long i = 0; i < bytes; i++) {
            out.write(in.read());
          }
        }
        default -> {}
      }
    } catch (IOException _) {
      return; // the other end has what it wanted, or sees it
    }
  }

  private static void write(OutputStream out, long bytes) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
    for (long left = bytes; left > 0; left -= chunk.length) {
      out.write(chunk, 0, (int) Math.min(chunk.length, left));
    }
  }

  private static void read(InputStream in, long bytes) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
    for (long left = bytes; left > 0; ) {
      int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (count < 0) {
        throw new IOException("ended " + left + " bytes early");
      }
      left -= count;
    }
  }

  /** Waits until the far end of {@code socket} is there. */
  static Socket greeted(Socket socket) throws IOException {
    if (socket.getInputStream().read() != GREETING) {
      socket.close();
      throw new IOException("no greeting");
    }
    return socket;
  }

  static Socket bySocks(int proxy, int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", proxy);
    socket.setTcpNoDelay(true);
    byte[] host = "127.0.0.1".getBytes(StandardCharsets.US_ASCII);
    OutputStream out = socket.getOutputStream();
    out.write(new byte[] {5, 1, 0});
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readFully(new byte[2]);
    DataOutputStream request = new DataOutputStream(new java.io.BufferedOutputStream(out));
    request.write(new byte[] {5, 1, 0, 3, (byte) host.length});
    request.write(host);
    request.writeShort(port);
    request.flush();
    in.readFully(new byte[10]);
    return socket;
  }

  private static void ask(Socket socket, char letter, long bytes) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream(), 16));
    out.write(letter);
    out.writeLong(bytes);
    out.flush();
  }

  static void receive(Socket connected, long bytes) throws IOException {
    try (connected) {
      ask(connected, 's', bytes);
      read(connected.getInputStream(), bytes);
    }
  }

  static void send(Socket connected, long bytes) throws IOException {
    try (connected) {
      ask(connected, 't', bytes);
      write(connected.getOutputStream(), bytes);
      greeted(connected);
    }
  }

  static void exchange(Socket connected, int bytes) throws IOException {
    try (connected) {
      ask(connected, 'x', bytes);
      write(connected.getOutputStream(), bytes);
      read(connected.getInputStream(), bytes);
    }
  }

  /** Nanoseconds of each byte there and back. */
  static long[] echoes(Socket connected, int count) throws IOException {
    long[] times = new long[count];
    try (connected) {
      ask(connected, 'e', count);
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        connected.getOutputStream().write(1);
        connected.getInputStream().read();
        times[i] = System.nanoTime() - start;
      }
    }
    return times;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
