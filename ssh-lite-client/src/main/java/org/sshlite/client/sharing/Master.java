package org.sshlite.client.sharing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.program.system.SystemException;

/**
 * A master as its client sees it: PROTOCOL.mux. Calls wait, and are made by one thread. What the
 * master sends is checked, though it is a process of the same user.
 */
public final class Master implements AutoCloseable {
  /** Bytes of a message at most, as ssh: what is longer is no message. */
  private static final int LONGEST = 256 * 1024;

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** How the line of {@code -O conninfo} begins that has the server's identification string. */
  private static final String PEER = "  peer ";

  private final ControlSocket socket;
  private long request;
  private boolean informs;

  /** What a forward is to the protocol; the order gives its number. */
  private enum Kind {
    NONE,
    LOCAL,
    REMOTE,
    DYNAMIC
  }

  /**
   * A program to be started through the master.
   *
   * @param subsystem whether {@code command} names one
   * @param escape the escape character; below 0 for none
   * @param command empty for a shell
   * @param environment assignments
   */
  public record Session(
      boolean terminal,
      boolean x11,
      boolean agent,
      boolean subsystem,
      int escape,
      String terminalType,
      byte[] command,
      List<String> environment) {}

  private Master(ControlSocket socket) {
    this.socket = socket;
  }

  /** Whether a socket's address has room for {@code path}. */
  public static boolean fits(String path) {
    return ControlSocket.fits(path);
  }

  /** Bytes that a path and its NUL may have. */
  public static int pathSize() {
    return ControlSocket.pathSize();
  }

  /**
   * Connects and greets.
   *
   * @param patience how long the greeting may take: whoever hangs must not hold up who would do
   *     without him; empty for as long as it takes, as ssh
   * @throws SystemException when nobody listens at {@code path}
   * @throws RefusedByMasterException when somebody else does than a master of ours or of root's: it
   *     gets our terminal, and ControlPath may lie where anybody can put a socket
   */
  public static Master at(String path, Optional<Duration> patience) throws IOException {
    Master master = new Master(ControlSocket.connect(path));
    try {
      if (!ControlListener.admits(master.socket.peerUser(), ControlListener.ourUser())) {
        throw new RefusedByMasterException("the socket " + path + " is another user's");
      }
      master.greet(patience.orElse(Duration.ZERO));
      return master;
    } catch (IOException e) {
      master.close();
      throw e;
    }
  }

  private void greet(Duration patience) throws IOException {
    send(new SshWriter().uint32(MuxNumber.HELLO).uint32(MuxNumber.VERSION));
    socket.patience(patience);
    Received hello;
    try {
      hello = receive();
    } catch (SystemException e) {
      if (e.errno() != Errno.AGAIN) {
        throw e;
      }
      throw new RefusedByMasterException("master hello exchange failed");
    }
    socket.patience(Duration.ZERO);
    if (hello.number() != MuxNumber.HELLO) {
      throw new RefusedByMasterException("master hello exchange failed");
    }
    long version = hello.uint32("protocol version");
    if (version != MuxNumber.VERSION) {
      throw new RefusedByMasterException(
          "Unsupported multiplexing protocol version "
              + version
              + " (expected "
              + MuxNumber.VERSION
              + ")");
    }
    while (hello.hasMore()) {
      informs |= hello.text("extension name").equals(MuxNumber.INFO_EXTENSION);
      hello.text("extension value");
    }
  }

  /** The master's process. */
  public long alive() throws IOException {
    return ask(MuxNumber.ALIVE_CHECK, _ -> {}, MuxNumber.ALIVE).uint32("server pid");
  }

  /** Ends the master and all that goes through it. */
  public void terminate() throws IOException {
    try {
      ask(MuxNumber.TERMINATE, _ -> {}, MuxNumber.OK);
    } catch (EOFException _) {
      return; // it was quicker than its answer
    }
  }

  /** Makes the master take nobody else. */
  public void stopListening() throws IOException {
    ask(MuxNumber.STOP_LISTENING, _ -> {}, MuxNumber.OK);
  }

  /**
   * What the master tells of itself.
   *
   * @param topic {@code connection} or {@code channels}
   */
  public String info(String topic) throws IOException {
    if (!informs) {
      throw new RefusedByMasterException("mux server does not support info request");
    }
    Received reply = ask(MuxNumber.INFO, body -> body.string(topic), MuxNumber.INFO_REPLY);
    reply.uint32("status");
    return reply.text("text");
  }

  /** What the server calls itself, as far as the master tells; empty otherwise. */
  public String software() throws IOException {
    return informs
        ? info("connection")
            .lines()
            .filter(line -> line.startsWith(PEER))
            .map(line -> line.substring(PEER.length()).split("-", 3))
            .filter(parts -> parts.length == 3)
            .map(parts -> parts[2])
            .findFirst()
            .orElse("")
        : "";
  }

  /**
   * Has the master pass the connection protocol on, section 9: from now on there is nothing else
   * here than that.
   */
  public void proxy() throws IOException {
    ask(MuxNumber.PROXY, _ -> {}, MuxNumber.PROXY_REPLY);
  }

  /** What comes of the connection protocol. */
  public InputStream input() {
    return socket.input();
  }

  /** Where it goes to. */
  public OutputStream output() {
    return socket.output();
  }

  /**
   * Opens a forward.
   *
   * @param remote whether the far end listens
   * @return the port that the far end chose, where that was left to it
   */
  public OptionalInt open(ForwardSpec forward, boolean remote) throws IOException {
    return forward(MuxNumber.OPEN_FORWARD, forward, remote);
  }

  /** Ends one that was opened so. */
  public void cancel(ForwardSpec forward, boolean remote) throws IOException {
    forward(MuxNumber.CLOSE_FORWARD, forward, remote);
  }

  private OptionalInt forward(int number, ForwardSpec forward, boolean remote) throws IOException {
    Kind here = forward.connect().isPresent() ? Kind.LOCAL : Kind.DYNAMIC;
    SshWriter body = request(number).uint32((remote ? Kind.REMOTE : here).ordinal());
    listen(body, forward.listen());
    if (forward.connect().isPresent()) {
      connect(body, forward.connect().get());
    } else {
      body.string("socks").uint32(0); // as ssh names it
    }
    send(body);
    Received reply = reply();
    return switch (reply.number()) {
      case MuxNumber.OK -> OptionalInt.empty();
      case MuxNumber.REMOTE_PORT -> OptionalInt.of((int) reply.uint32("port"));
      default -> throw unexpected(reply);
    };
  }

  private static void listen(SshWriter body, ForwardSpec.End end) {
    switch (end) {
      // nothing is the default, and what was left empty is all addresses
      case ForwardSpec.End.Port(var host, var port) ->
          body.string(host.map(name -> name.isEmpty() ? "*" : name).orElse("")).uint32(port);
      case ForwardSpec.End.Socket(var path) -> body.string(path).uint32(MuxNumber.PATH_PORT);
    }
  }

  private static void connect(SshWriter body, ForwardSpec.End end) {
    switch (end) {
      case ForwardSpec.End.Port(var host, var port) -> body.string(host.orElse("")).uint32(port);
      case ForwardSpec.End.Socket(var path) -> body.string(path).uint32(MuxNumber.PATH_PORT);
    }
  }

  /**
   * Starts a program on our own standard streams, which the master reads and writes from now on.
   *
   * @return what the master calls it
   */
  public long start(Session session) throws IOException {
    return start(session, List.of(STDIN, STDOUT, STDERR));
  }

  /**
   * As {@link #start}, on streams of its own; what the program says beside them goes to our stderr.
   *
   * @return closes this with it
   */
  public LentStreams lend(Session session) throws IOException {
    return LentStreams.to(this, (stdin, stdout) -> start(session, List.of(stdin, stdout, STDERR)));
  }

  private long start(Session session, List<Integer> descriptors) throws IOException {
    SshWriter body =
        request(MuxNumber.NEW_SESSION)
            .string("")
            .uint32(session.terminal() ? 1 : 0)
            .uint32(session.x11() ? 1 : 0)
            .uint32(session.agent() ? 1 : 0)
            .uint32(session.subsystem() ? 1 : 0)
            .uint32(session.escape() < 0 ? MuxNumber.NO_ESCAPE : session.escape())
            .string(session.terminalType())
            .string(session.command());
    session.environment().forEach(body::string);
    send(body);
    return opened(descriptors);
  }

  /**
   * Connects our standard input and output to a place that the far end reaches.
   *
   * @param port {@code empty} where {@code host} is a socket's path
   */
  public void connectStdio(String host, OptionalInt port) throws IOException {
    connectStdio(host, port, List.of(STDIN, STDOUT));
  }

  /**
   * As {@link #connectStdio}, on streams of its own.
   *
   * @return closes this with it
   */
  public LentStreams connect(String host, int port) throws IOException {
    return LentStreams.to(
        this, (stdin, stdout) -> connectStdio(host, OptionalInt.of(port), List.of(stdin, stdout)));
  }

  private void connectStdio(String host, OptionalInt port, List<Integer> descriptors)
      throws IOException {
    send(
        request(MuxNumber.NEW_STDIO_FORWARD)
            .string("")
            .string(host)
            .uint32(port.isPresent() ? port.getAsInt() : MuxNumber.PATH_PORT));
    opened(descriptors);
  }

  private long opened(List<Integer> descriptors) throws IOException {
    for (int descriptor : descriptors) {
      socket.sendDescriptor(descriptor);
    }
    Received reply = reply();
    if (reply.number() != MuxNumber.SESSION_OPENED) {
      throw unexpected(reply);
    }
    return reply.uint32("session id");
  }

  /**
   * Waits for the end of what was started.
   *
   * @param onTerminalRefused when there is no terminal for it at the far end
   * @return its exit status; empty when the master went before it could tell
   */
  public OptionalInt await(long session, Runnable onTerminalRefused) throws IOException {
    OptionalInt status = OptionalInt.empty();
    while (true) {
      Received received;
      try {
        received = receive();
      } catch (EOFException _) {
        return status;
      }
      long id = received.uint32("session id");
      if (id != session) {
        throw new RefusedByMasterException("master speaks of an unknown session: " + id);
      }
      switch (received.number()) {
        case MuxNumber.TTY_ALLOC_FAIL -> onTerminalRefused.run();
        case MuxNumber.EXIT_MESSAGE -> status = OptionalInt.of((int) received.uint32("exit value"));
        default -> throw unexpected(received);
      }
    }
  }

  /** Waits until the master is done with our streams. */
  public void awaitEnd() throws IOException {
    try {
      throw unexpected(receive());
    } catch (EOFException _) {
      return;
    }
  }

  private Received ask(int number, Consumer<SshWriter> body, int answer) throws IOException {
    SshWriter message = request(number);
    body.accept(message);
    send(message);
    Received reply = reply();
    if (reply.number() != answer) {
      throw unexpected(reply);
    }
    return reply;
  }

  private SshWriter request(int number) {
    return new SshWriter().uint32(Integer.toUnsignedLong(number)).uint32(request);
  }

  private void send(SshWriter message) throws IOException {
    socket.write(new SshWriter().string(message.toByteArray()).toByteArray());
  }

  private Received receive() throws IOException {
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(socket.read(Integer.BYTES)).getInt());
    if (length < Integer.BYTES || length > LONGEST) {
      throw new RefusedByMasterException("master sends a message of " + length + " bytes");
    }
    return Received.of(socket.read((int) length));
  }

  /** The answer to the request under way, its id taken off. */
  private Received reply() throws IOException {
    Received reply = receive();
    long id = reply.uint32("client request id");
    if (id != request) {
      throw new RefusedByMasterException(
          "out of sequence reply: my id " + request + " theirs " + id);
    }
    request++;
    return switch (reply.number()) {
      case MuxNumber.PERMISSION_DENIED, MuxNumber.FAILURE ->
          throw new RefusedByMasterException(
              Printable.line(reply.text("reason")), reply.number() == MuxNumber.PERMISSION_DENIED);
      default -> reply;
    };
  }

  private static RefusedByMasterException unexpected(Received received) {
    return new RefusedByMasterException(
        "unexpected response from master 0x%08x".formatted(received.number()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
