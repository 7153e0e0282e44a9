package org.sshlite.sftp.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.Extension;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.PacketInput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/**
 * One conversation with a server: which answer belongs to which request. Any thread asks; one
 * thread reads the answers and hands each to who asked, so what is done there must not wait for
 * another answer. A server that breaks the protocol ends the session.
 */
final class Session implements AutoCloseable {
  /** filexfer-02. */
  private static final int VERSION = 3;

  /** Bytes of a packet beside the data it carries, amply. */
  private static final int HEAD = 1024;

  private final PacketInput input;
  private final Outgoing outgoing;
  private final Map<Integer, Receiver> waiting = new ConcurrentHashMap<>();
  private final Map<FileHandle, Held> open = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger();
  private volatile @Nullable IOException failure;
  private Map<String, String> extensions = Map.of();
  private Limits limits = new Limits(0, 0, 0, 0);

  /** Who waits for one answer; called once, by the thread that reads. */
  interface Receiver {
    /**
     * @param answer what data it holds is good until this returns
     * @throws MalformedException when it is no answer to what was asked; it is lost then
     */
    void answered(Response.Answer answer) throws MalformedException;

    /** There will be no answer. */
    void lost(IOException reason);
  }

  /** Takes out of an answer what was asked for. */
  interface Meaning<T> {
    T of(Response.Answer answer) throws MalformedException, SftpException;

    /** Nobody waits for it any more. */
    default void unwanted(Response.Answer answer) {}
  }

  private Session(InputStream in, OutputStream out) {
    this.input = new PacketInput(in);
    this.outgoing = new Outgoing(out);
  }

  /** Exchanges versions, §4, and asks for the server's limits where it tells them. */
  static Session open(InputStream in, OutputStream out) throws IOException {
    Session session = new Session(in, out);
    Waiting.start(Thread.ofVirtual().name("sftp-send").unstarted(session::send));
    try {
      session.greet();
      Waiting.start(Thread.ofVirtual().name("sftp-receive").unstarted(session::receive));
      session.askLimits();
      return session;
    } catch (IOException e) {
      session.close();
      throw e;
    }
  }

  private void greet() throws IOException {
    outgoing.send(new Request.Init(VERSION, List.of()));
    try {
      Response first = input.response().orElseThrow(() -> new EOFException("Connection closed"));
      if (!(first instanceof Response.Version version)) {
        throw new IOException("the server did not begin with its version");
      }
      if (version.version() < VERSION) {
        throw new IOException("the server speaks only version " + version.version());
      }
      // the first of two of a name counts
      Map<String, String> named = new ConcurrentHashMap<>();
      for (Extension extension : version.extensions()) {
        named.putIfAbsent(extension.name(), extension.version());
      }
      extensions = Map.copyOf(named);
    } catch (MalformedException e) {
      throw new IOException("Received message too long or no SFTP: " + e.getMessage(), e);
    }
  }

  private void askLimits() throws IOException {
    if (!has(ExtendedRequest.LimitsRequest.NAME)) {
      return;
    }
    try {
      limits =
          Waiting.on(
              ask(
                  ExtendedRequest.LimitsRequest::new,
                  answer -> Limits.read(expect(answer, Response.ExtendedReply.class))));
    } catch (SftpException e) {
      if (e.code() == StatusCode.CONNECTION_LOST) {
        throw e;
      }
    }
  }

  /** Whether the server has an extension. */
  boolean has(String extension) {
    return extensions.containsKey(extension);
  }

  /** Asks by an extension, or fails where the server does not have it. */
  <T> CompletableFuture<T> extension(String name, Supplier<CompletableFuture<T>> asked) {
    return has(name)
        ? asked.get()
        : CompletableFuture.failedFuture(SftpException.unsupported(name));
  }

  /** As the server told them; 0 where it did not. */
  Limits limits() {
    return limits;
  }

  /** Bytes that one READ asks for. */
  int readLength() {
    return dataLength(limits.readLength());
  }

  /** Bytes that one WRITE carries. */
  int writeLength() {
    return dataLength(limits.writeLength());
  }

  private int dataLength(long told) {
    long most = told == 0 ? Limits.SAFE_DATA_LENGTH : told;
    if (limits.packetLength() > HEAD
        && Long.compareUnsigned(limits.packetLength() - HEAD, most) < 0) {
      most = limits.packetLength() - HEAD;
    }
    return Long.compareUnsigned(most, Limits.MAXIMUM_DATA_LENGTH) > 0
        ? Limits.MAXIMUM_DATA_LENGTH
        : (int) most;
  }

  /** Where requests go out. */
  private interface Way {
    void send(Request.Asking request) throws IOException;
  }

  /** Sends a request; waits only while there is too much to send already. */
  void send(IntFunction<? extends Request.Asking> request, Receiver receiver) throws IOException {
    send(request, receiver, outgoing::send);
  }

  private void send(IntFunction<? extends Request.Asking> request, Receiver receiver, Way way)
      throws IOException {
    int id = expecting(receiver);
    try {
      way.send(request.apply(id));
    } catch (IOException e) {
      forget(id, e);
    }
  }

  /**
   * Sends a WRITE with what {@code source} has.
   *
   * @return bytes; 0 or less when there were none, and the receiver will not be called
   */
  int write(FileHandle handle, long offset, int most, Outgoing.Source source, Receiver receiver)
      throws IOException {
    int id = expecting(receiver);
    int count = 0;
    try {
      count = outgoing.send(new Request.Write(id, handle, offset, Bytes.NONE), most, source);
    } catch (IOException e) {
      forget(id, e);
    }
    if (count <= 0) {
      waiting.remove(id);
    }
    return count;
  }

  /** As {@link #write}: bytes that one WRITE carries, and how many it took. */
  CompletableFuture<Integer> askWrite(
      FileHandle handle, long offset, byte[] array, int from, int count) {
    Reply<Integer> reply =
        new Reply<>(
            answer -> {
              expectOk(answer);
              return count;
            });
    try {
      write(
          handle,
          offset,
          count,
          (to, index, most) -> {
            System.arraycopy(array, from, to, index, most);
            return most;
          },
          reply);
    } catch (IOException e) {
      reply.completeExceptionally(e);
    }
    return reply;
  }

  private int expecting(Receiver receiver) throws IOException {
    int id = nextId.getAndIncrement();
    waiting.put(id, receiver);
    IOException reason = failure;
    if (reason != null) {
      forget(id, reason);
    }
    return id;
  }

  /** Nothing was sent. Either the receiver is told or the caller, never both. */
  private void forget(int id, IOException reason) throws IOException {
    if (waiting.remove(id) != null) {
      throw reason;
    }
  }

  <T> CompletableFuture<T> ask(IntFunction<? extends Request.Asking> request, Meaning<T> meaning) {
    return ask(request, meaning, outgoing::send);
  }

  /**
   * As {@link #ask}, for what ends something that was begun: it is sent however much is to be sent
   * before it, so an interrupt does not keep it here.
   */
  <T> CompletableFuture<T> end(IntFunction<? extends Request.Asking> request, Meaning<T> meaning) {
    return ask(request, meaning, outgoing::sendAtOnce);
  }

  /** What a handle stands for, and how often it was opened. */
  private record Held(FileName path, int times) {
    Held opened() {
      return new Held(path, times + 1);
    }

    @Nullable Held closed() {
      return times == 1 ? null : new Held(path, times - 1);
    }
  }

  /**
   * The server has opened something. Where handles are names, what is opened twice has one.
   *
   * @throws MalformedException when its handle is that of something else that is open: what is
   *     written to one of them would be in the other
   */
  void opened(FileHandle handle, FileName path) throws MalformedException {
    Held held =
        open.merge(
            handle, new Held(path, 1), (old, _) -> old.path.equals(path) ? old.opened() : old);
    if (!held.path.equals(path)) {
      throw new MalformedException("SSH_FXP_HANDLE", "handle", "two open files have the same");
    }
  }

  /** Closes what a handle stands for, which the server may use again. */
  <T> CompletableFuture<T> close(FileHandle handle, Meaning<T> meaning) {
    // before it is sent: an answer may be here at once
    open.computeIfPresent(handle, (_, held) -> held.closed());
    return end(id -> new Request.Close(id, handle), meaning);
  }

  private <T> CompletableFuture<T> ask(
      IntFunction<? extends Request.Asking> request, Meaning<T> meaning, Way way) {
    Reply<T> reply = new Reply<>(meaning);
    try {
      send(request, reply, way);
    } catch (IOException e) {
      reply.completeExceptionally(e);
    }
    return reply;
  }

  /** Once it is cancelled, or has failed, nothing is done with an answer any more. */
  private static final class Reply<T> extends CompletableFuture<T> implements Receiver {
    private final Meaning<T> meaning;

    Reply(Meaning<T> meaning) {
      this.meaning = meaning;
    }

    @Override
    public void answered(Response.Answer answer) throws MalformedException {
      try {
        T value;
        synchronized (this) {
          if (isDone()) {
            meaning.unwanted(answer);
            return;
          }
          value = meaning.of(answer);
        }
        if (!complete(value)) {
          meaning.unwanted(answer);
        }
      } catch (SftpException e) {
        completeExceptionally(e);
      }
    }

    @Override
    public void lost(IOException reason) {
      completeExceptionally(reason);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return afterAnswer(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
      return afterAnswer(super.completeExceptionally(cause));
    }

    /** An answer that is being taken has been then: a caller's array changes no more. */
    private synchronized boolean afterAnswer(boolean done) {
      return done;
    }
  }

  /** The answer, where it is of the kind that was asked for. */
  static <A extends Response.Answer> A expect(Response.Answer answer, Class<A> kind)
      throws MalformedException, SftpException {
    if (kind.isInstance(answer)) {
      return kind.cast(answer);
    }
    if (answer instanceof Response.Status status && status.code() != StatusCode.OK) {
      throw SftpException.of(status);
    }
    throw new MalformedException(
        "SFTP session", "type", answer.type() + " where " + kind.getSimpleName() + " was due");
  }

  static Void done(Response.Answer answer) throws MalformedException, SftpException {
    expectOk(answer);
    return null;
  }

  static void expectOk(Response.Answer answer) throws MalformedException, SftpException {
    if (!(answer instanceof Response.Status status && status.code() == StatusCode.OK)) {
      // any other kind than a Status has no business here
      expect(answer, Response.Status.class);
      throw SftpException.of((Response.Status) answer);
    }
  }

  private void send() {
    try {
      outgoing.run();
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(internal(e));
    }
  }

  /** A mistake of ours, or of who is told of progress: nobody shall wait for ever. */
  private static IOException internal(Throwable e) {
    return new IOException("internal error: " + e, e);
  }

  private void receive() {
    try {
      for (Optional<Response> next = input.response(); next.isPresent(); next = receiveNext()) {
        if (!(next.get() instanceof Response.Answer answer)) {
          throw new MalformedException("SFTP session", "type", "a second version");
        }
        Receiver receiver = waiting.remove(answer.id());
        if (receiver == null) {
          throw new MalformedException(
              "SFTP session", "id", answer.id() + " of no request under way");
        }
        hand(answer, receiver);
      }
      fail(new EOFException("Connection closed"));
    } catch (MalformedException e) {
      fail(new IOException("the server broke the protocol: " + e.getMessage(), e));
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(internal(e));
    } finally {
      outgoing.close();
    }
  }

  private static void hand(Response.Answer answer, Receiver receiver) throws MalformedException {
    try {
      receiver.answered(answer);
    } catch (MalformedException e) {
      receiver.lost(new IOException("the server broke the protocol: " + e.getMessage(), e));
      throw e;
    } catch (RuntimeException | Error e) {
      receiver.lost(internal(e));
      throw e;
    }
  }

  private Optional<Response> receiveNext() throws IOException, MalformedException {
    if (waiting.isEmpty()) {
      input.trim();
    }
    return input.response();
  }

  private void fail(IOException reason) {
    if (failure == null) {
      failure = reason;
    }
    for (Integer id : waiting.keySet()) {
      Receiver receiver = waiting.remove(id);
      if (receiver != null) {
        receiver.lost(reason);
      }
    }
    outgoing.close();
  }

  /** Ends the session: the server closes what is open. What is under way is lost. */
  @Override
  public void close() {
    fail(new IOException("the session is closed"));
  }
}
