package org.sshlite.tests.flaws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.LoopArrays;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.PacketWriter;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.protocol.transport.TransportUser;

/**
 * A client that a test plays by hand, against a real server: it has the right keys, and above them
 * it keeps to no rule. One thread, the test's.
 */
public final class HandPlayedClient implements TransportUser, Carrier, AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 30_000;

  private final Socket socket;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final LoopArrays arrays = new LoopArrays();
  private final Transport transport;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<byte[]> received = new ArrayDeque<>();
  private final byte[] buffer = new byte[64 * 1024];
  private boolean ready;
  private boolean hungUp;
  private OptionalLong disconnected = OptionalLong.empty();

  private HandPlayedClient(Socket socket) {
    this.socket = socket;
    this.transport =
        new Transport(
            Role.CLIENT,
            TransportOptions.builder().kexMethods(List.of("curve25519-sha256")).build(),
            List.of(),
            (_, _) -> new HostKeyVerifier.Decision.Trusted(),
            new SecureRandom(),
            this,
            this);
  }

  /** Identification and KEXINIT are sent, and nothing is read yet. */
  public static HandPlayedClient connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    return over(socket);
  }

  /**
   * As {@link #connect}, over a connection that there is.
   *
   * @param socket closed with this
   */
  public static HandPlayedClient over(Socket socket) throws IOException {
    HandPlayedClient client = new HandPlayedClient(socket);
    client.transport.start();
    return client;
  }

  /** The first key exchange is over. */
  public HandPlayedClient keys() throws IOException {
    until(() -> ready);
    if (!ready) {
      throw new IOException("turned away");
    }
    return this;
  }

  /** The service "ssh-userauth" is there. */
  public HandPlayedClient service() throws IOException {
    keys().send(new ServiceRequest("ssh-userauth"));
    next();
    return this;
  }

  public void send(Message message) throws IOException {
    transport.send(message);
    flush();
  }

  /** A payload in whatever form. */
  public void send(byte[] payload) throws IOException {
    byte[] fields = Arrays.copyOfRange(payload, 1, payload.length);
    send(new UserauthMethodMessage(payload[0] & 0xff, fields));
  }

  /** All of it but the last byte: there is no packet yet. */
  void sendUnfinished(Message message) throws IOException {
    flush();
    transport.send(message);
    ByteBuf out;
    while ((out = transport.nextOutput(allocator)) != null) {
      out.readBytes(socket.getOutputStream(), out.readableBytes() - 1);
      out.release();
    }
  }

  /** Logs in by this key. */
  HandPlayedClient logIn(String user, Signer key) throws IOException {
    service();
    byte[] blob = key.publicKey().blob();
    byte[] signed =
        new SshWriter()
            .string(sessionIdentifier())
            .uint8(UserauthRequest.NUMBER)
            .string(user)
            .string("ssh-connection")
            .string(AuthMethod.PublicKey.NAME)
            .bool(true)
            .string("ssh-ed25519")
            .string(blob)
            .toByteArray();
    send(
        new UserauthRequest(
            user,
            "ssh-connection",
            new AuthMethod.PublicKey("ssh-ed25519", blob, key.sign("ssh-ed25519", signed))));
    if (nextNumber() != UserauthSuccess.NUMBER) {
      throw new IOException("not logged in");
    }
    return this;
  }

  /** A packet without a cipher, RFC 4253 §6: behind our KEXINIT. */
  void sendInTheClear(Message message) throws IOException {
    // a server's identification must be there for our KEXINIT to go out
    until(() -> transport.hungUp().equals("connection closed by the peer"));
    flush();
    byte[] payload = message.payload();
    int padding = 4 + 8 - (5 + payload.length + 4) % 8;
    byte[] packet = new byte[5 + payload.length + padding];
    packet[2] = (byte) (packet.length - 4 >> 8);
    packet[3] = (byte) (packet.length - 4);
    packet[4] = (byte) padding;
    System.arraycopy(payload, 0, packet, 5, payload.length);
    socket.getOutputStream().write(packet);
  }

  /** The next payload above the transport; empty when the server has ended the connection. */
  public Optional<byte[]> next() throws IOException {
    until(() -> !received.isEmpty());
    return Optional.ofNullable(received.poll());
  }

  /** Message number of the next payload; 0 when the server has ended the connection. */
  public int nextNumber() throws IOException {
    return next().map(payload -> payload[0] & 0xff).orElse(0);
  }

  /** Waits for the server's SSH_MSG_DISCONNECT. */
  long disconnectReason() throws IOException {
    until(() -> false);
    return disconnected.orElseThrow(() -> new AssertionError("the server said nothing"));
  }

  byte[] sessionIdentifier() {
    return transport.sessionIdentifier();
  }

  private void until(BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean() && !hungUp) {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
        continue;
      }
      flush();
      if (tasks.isEmpty()) {
        read();
      }
    }
  }

  private void read() throws IOException {
    int count;
    try {
      count = socket.getInputStream().read(buffer);
    } catch (SocketException reset) {
      count = -1;
    }
    if (count < 0) {
      hungUp = true;
    } else {
      transport.received(Unpooled.copiedBuffer(buffer, 0, count));
    }
  }

  private void flush() throws IOException {
    ByteBuf out;
    while ((out = transport.nextOutput(allocator)) != null) {
      try {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
      } catch (SocketException reset) {
        return; // what the server said before can still be read
      } finally {
        out.release();
      }
    }
  }

  @Override
  public void close() {
    transport.close();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // what the transport tells

  @Override
  public void ready() {
    transport.authenticated(); // the server's answers have no limit here
    ready = true;
  }

  @Override
  public void received(InboundPayload payload) {
    received.add(
        Arrays.copyOfRange(payload.array(), payload.offset(), payload.offset() + payload.length()));
  }

  @Override
  public void disconnected(long reason, String description) {
    disconnected = OptionalLong.of(reason);
    hungUp = true;
  }

  @Override
  public void refused(RefusedException refusal) {
    throw new AssertionError(refusal);
  }

  @Override
  public void failed(Exception failure) {
    throw new AssertionError(failure);
  }

  @Override
  public void asking(boolean begins) {}

  @Override
  public void identified(IdentificationString peer) {}

  @Override
  public void keysChanged(byte[] session, Negotiated negotiated, PublicKey hostKey) {}

  @Override
  public void keyExchangeBegins() {}

  @Override
  public void debug(String message) {}

  @Override
  public boolean pull(PacketWriter writer, ByteBuf out) {
    return false;
  }

  @Override
  public boolean hasOutput() {
    return false;
  }

  // what it asks of its carrier

  @Override
  public boolean execute(Runnable task) {
    return tasks.add(task);
  }

  @Override
  public Executor loop() {
    return tasks::add;
  }

  @Override
  public void offLoop(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void outputReady() {}

  @Override
  public void reading(boolean on) {}

  @Override
  public void deadlineChanged() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public LoopArrays arrays() {
    return arrays;
  }
}
