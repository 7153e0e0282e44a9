package org.sshlite.tests.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A display that knows no more of X11 than how a client authenticates itself. */
final class XServer implements AutoCloseable {
  private static final int FIRST_PORT = 6000;

  /** Beyond what a test takes so that a server finds none. */
  private static final int FIRST_DISPLAY = 1700;

  private static final String PROTOCOL = "MIT-MAGIC-COOKIE-1";

  private final ServerSocket listening;
  private final List<String> cookies = new CopyOnWriteArrayList<>();

  private XServer(ServerSocket listening) {
    this.listening = listening;
    Thread.ofVirtual().start(this::accept);
  }

  /** At the first display that is free. */
  static XServer start() throws IOException {
    for (int display = FIRST_DISPLAY; ; display++) {
      try {
        return new XServer(
            new ServerSocket(FIRST_PORT + display, 5, InetAddress.getByName("127.0.0.1")));
      } catch (BindException e) {
        if (display == FIRST_DISPLAY + 100) {
          throw e;
        }
      }
    }
  }

  int number() {
    return listening.getLocalPort() - FIRST_PORT;
  }

  /** What clients have shown. */
  List<String> cookies() {
    return cookies;
  }

  private void accept() {
    try {
      while (true) {
        try (Socket client = listening.accept()) {
          greet(client);
        }
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void greet(Socket client) {
    try {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readNBytes(6);
      int name = in.readUnsignedShort();
      int data = in.readUnsignedShort();
      in.readNBytes(2);
      in.readNBytes(padded(name));
      cookies.add(HexFormat.of().formatHex(in.readNBytes(padded(data)), 0, data));
      client.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      return; // one that has gone
    }
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }

  /** What a display answers to a client with that cookie: nothing if it is not the right one. */
  static String connect(int port, String cookie) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      return ask(socket, cookie);
    }
  }

  /** As {@link #connect}, of one that is connected. */
  static String ask(Socket socket, String cookie) throws IOException {
    socket.setSoTimeout(30_000);
    byte[] data = HexFormat.of().parseHex(cookie);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(new byte[] {'B', 0, 0, 11, 0, 0});
    out.writeShort(PROTOCOL.length());
    out.writeShort(data.length);
    out.writeShort(0);
    out.writeBytes(PROTOCOL);
    out.write(new byte[padded(PROTOCOL.length()) - PROTOCOL.length()]);
    out.write(data);
    out.flush();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
