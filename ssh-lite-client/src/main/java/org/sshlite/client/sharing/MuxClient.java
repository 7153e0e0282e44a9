package org.sshlite.client.sharing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.program.system.Libc;

/**
 * A client as its master sees it: PROTOCOL.mux. One thread reads; any thread answers. An answer
 * waits until the client takes it, and so does what the client asks next: nothing piles up here.
 */
public final class MuxClient implements AutoCloseable {
  /** Bytes of a message at most, as ssh. */
  private static final int LONGEST = 256 * 1024;

  private final ControlSocket socket;
  private boolean closed;

  MuxClient(ControlSocket socket) {
    this.socket = socket;
  }

  /**
   * Greets, and waits to be greeted.
   *
   * @throws IOException when it is no client of ours
   */
  public void greet() throws IOException {
    send(
        new SshWriter()
            .uint32(MuxNumber.HELLO)
            .uint32(MuxNumber.VERSION)
            .string(MuxNumber.INFO_EXTENSION)
            .string("0"));
    try {
      SshReader hello = read();
      if (hello.uint32("type") != MuxNumber.HELLO) {
        throw new IOException("expected MUX_MSG_HELLO");
      }
      long version = hello.uint32("protocol version");
      if (version != MuxNumber.VERSION) {
        throw new IOException(
            "unsupported multiplexing protocol version "
                + version
                + " (expected "
                + MuxNumber.VERSION
                + ")");
      }
      // extensions follow: none that we would answer differently for
    } catch (MalformedException e) {
      throw new IOException("malformed message: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the next request.
   *
   * @throws IOException when the client is gone, or sends nonsense
   */
  public MuxRequest receive() throws IOException {
    try {
      return MuxRequest.read(read());
    } catch (MalformedException e) {
      throw new IOException("malformed message: " + e.getMessage(), e);
    }
  }

  private SshReader read() throws IOException, MalformedException {
    long length = new SshReader("mux message", socket.read(Integer.BYTES)).uint32("length");
    if (length < Integer.BYTES || length > LONGEST) {
      throw new IOException("a message of " + length + " bytes");
    }
    return new SshReader("mux message", socket.read((int) length));
  }

  /**
   * After {@link #proxied}: waits for a message of the connection protocol, PROTOCOL.mux §9.
   *
   * @return the payload, its number first
   */
  public byte[] receivePayload() throws IOException {
    try {
      SshReader in = read();
      in.uint8("padding length");
      return in.rest();
    } catch (MalformedException e) {
      throw new IOException("malformed message: " + e.getMessage(), e);
    }
  }

  public void sendPayload(byte[] payload) throws IOException {
    send(new SshWriter().uint8(0).bytes(payload));
  }

  /** Takes open files, which come behind a request and are the caller's. */
  public List<Integer> receiveDescriptors(int count) throws IOException {
    List<Integer> descriptors = new ArrayList<>();
    try {
      while (descriptors.size() < count) {
        descriptors.add(socket.receiveDescriptor());
      }
      return descriptors;
    } catch (IOException e) {
      descriptors.forEach(descriptor -> Libc.call("close", descriptor));
      throw e;
    }
  }

  // answers

  public void ok(long request) throws IOException {
    send(message(MuxNumber.OK).uint32(request));
  }

  public void alive(long request, long process) throws IOException {
    send(message(MuxNumber.ALIVE).uint32(request).uint32(process));
  }

  public void failed(long request, String reason) throws IOException {
    send(message(MuxNumber.FAILURE).uint32(request).string(reason));
  }

  /** From now on payloads go both ways. */
  public void proxied(long request) throws IOException {
    send(message(MuxNumber.PROXY_REPLY).uint32(request));
  }

  public void denied(long request) throws IOException {
    send(message(MuxNumber.PERMISSION_DENIED).uint32(request).string("Permission denied"));
  }

  /** The port that the far end chose. */
  public void remotePort(long request, int port) throws IOException {
    send(message(MuxNumber.REMOTE_PORT).uint32(request).uint32(port));
  }

  public void info(long request, boolean known, String text) throws IOException {
    send(message(MuxNumber.INFO_REPLY).uint32(request).uint32(known ? 1 : 0).string(text));
  }

  public void opened(long request, long session) throws IOException {
    send(message(MuxNumber.SESSION_OPENED).uint32(request).uint32(session));
  }

  // news of a session

  public void terminalRefused(long session) throws IOException {
    send(message(MuxNumber.TTY_ALLOC_FAIL).uint32(session));
  }

  public void exited(long session, long status) throws IOException {
    send(message(MuxNumber.EXIT_MESSAGE).uint32(session).uint32(status));
  }

  private static SshWriter message(int number) {
    return new SshWriter().uint32(Integer.toUnsignedLong(number));
  }

  private void send(SshWriter message) throws IOException {
    byte[] bytes = new SshWriter().string(message.toByteArray()).toByteArray();
    synchronized (socket) {
      if (closed) {
        throw new IOException("the client is gone");
      }
      socket.write(bytes);
    }
  }

  /** All was said: who reads from it finds its end, and so does the client. Any thread. */
  public void finish() {
    socket.shutDown();
  }

  /** By the thread that reads. */
  @Override
  public void close() {
    socket.shutDown(); // who waits to write goes on
    synchronized (socket) {
      closed = true;
      socket.close();
    }
  }
}
