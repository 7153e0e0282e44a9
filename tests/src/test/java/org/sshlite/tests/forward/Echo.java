package org.sshlite.tests.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that sends back what comes, and counts who has come. */
final class Echo implements AutoCloseable {
  /** Who connects to a socket of a file while so many wait is refused by the system. */
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel listening;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Echo(ServerSocketChannel listening) {
    this.listening = listening;
    Thread.ofVirtual().start(this::accept);
  }

  /** At a port of 127.0.0.1. */
  static Echo start() throws IOException {
    return new Echo(
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG));
  }

  static Echo start(Path socket) throws IOException {
    return new Echo(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket), BACKLOG));
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel socket = listening.accept();
        accepted.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void echo(SocketChannel socket) {
    try (socket) {
      Channels.newInputStream(socket).transferTo(Channels.newOutputStream(socket));
    } catch (IOException _) {
      return; // as the test wants it
    } finally {
      open.remove(socket);
    }
  }

  int port() {
    try {
      return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many connections have come. */
  int accepted() {
    return accepted.get();
  }

  /** How many are open. */
  int open() {
    return open.size();
  }

  /** What comes back from something that leads to an echo. */
  static String ask(SocketChannel socket, String text) throws IOException {
    try (socket) {
      Channels.newOutputStream(socket).write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** All that comes back for {@code data}, sent meanwhile; empty where nobody answers. */
  static byte[] ask(int port, byte[] data) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return exchange(socket, data);
    } catch (IOException _) {
      return new byte[0];
    }
  }

  /** All that comes back for {@code data}, sent meanwhile. */
  static byte[] exchange(Socket socket, byte[] data) throws IOException {
    Thread sending = Thread.ofVirtual().start(() -> send(socket, data));
    byte[] back = socket.getInputStream().readAllBytes();
    try {
      sending.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return back;
  }

  private static void send(Socket socket, byte[] data) {
    try {
      socket.getOutputStream().write(data);
      socket.shutdownOutput();
    } catch (IOException _) {
      return; // the reader sees it
    }
  }

  static String ask(int port, String text) throws IOException {
    return ask(
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), text);
  }

  static String ask(Path socket, String text) throws IOException {
    return ask(SocketChannel.open(UnixDomainSocketAddress.of(socket)), text);
  }

  /** Closes all that is connected to it, and takes no more. */
  void hangUp() throws IOException {
    listening.close();
    for (SocketChannel socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }
}
