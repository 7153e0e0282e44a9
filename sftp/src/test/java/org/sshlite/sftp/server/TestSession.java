package org.sshlite.sftp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.PacketInput;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.SymlinkOrder;

/** A session in memory, and the client's end of it. */
public final class TestSession implements AutoCloseable {
  private static final int PIPE = 1024 * 1024;

  private final OutputStream requests;
  private final PacketOutput out;
  private final PacketInput in;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final List<String> log = new ArrayList<>();

  /** Makes what is served, on the session's thread. */
  public interface Source {
    ServedFiles open() throws IOException;
  }

  private TestSession(Source source, Permissions permissions, UserHandles user) throws IOException {
    PipedInputStream fromClient = new PipedInputStream(PIPE);
    PipedInputStream fromServer = new PipedInputStream(PIPE);
    requests = new PipedOutputStream(fromClient);
    OutputStream answers = new PipedOutputStream(fromServer);
    out = new PacketOutput(requests);
    in = new PacketInput(fromServer);
    SessionLog lines =
        new SessionLog(
            System.Logger.Level.DEBUG,
            (level, line) -> {
              synchronized (log) {
                log.add(line);
              }
            });
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (answers;
                  ServedFiles files = source.open()) {
                ended.complete(
                    SftpServer.serve(
                        fromClient,
                        answers,
                        files,
                        permissions,
                        SymlinkOrder.TARGET_FIRST,
                        lines,
                        user));
              } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
  }

  /** Before INIT. */
  public static TestSession unopened(Source source, Permissions permissions) throws IOException {
    return new TestSession(source, permissions, UserHandles.alone());
  }

  public static TestSession open(Source source, Permissions permissions) throws IOException {
    return initialised(new TestSession(source, permissions, UserHandles.alone()));
  }

  private static TestSession initialised(TestSession session) {
    session.ask(new Request.Init(3, List.of()));
    return session;
  }

  /** Of a user who may have others. */
  static TestSession open(Source source, UserHandles user) throws IOException {
    return initialised(new TestSession(source, Permissions.ALL, user));
  }

  public static TestSession open(Source source) throws IOException {
    return open(source, Permissions.ALL);
  }

  public void send(Request... all) throws IOException {
    for (Request request : all) {
      out.write(request);
    }
    out.flush();
  }

  public void sendRaw(byte[] bytes) throws IOException {
    requests.write(bytes);
    requests.flush();
  }

  public Response receive() {
    try {
      return in.response().orElseThrow(() -> new IOException("ended: " + ended.join()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  public Response ask(Request request) {
    try {
      send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return receive();
  }

  /** The code of a STATUS; OK for any other answer. */
  public StatusCode code(Request request) {
    return ask(request) instanceof Response.Status status ? status.code() : StatusCode.OK;
  }

  public FileHandle open(String path, int flags) {
    return handle(ask(new Request.Open(1, FileName.of(path), flags, Attributes.NONE)));
  }

  public FileHandle openFolder(String path) {
    return handle(ask(new Request.Opendir(1, FileName.of(path))));
  }

  private static FileHandle handle(Response response) {
    if (response instanceof Response.Handle(_, var handle)) {
      return handle;
    }
    throw new AssertionError(response.toString());
  }

  public StatusCode write(FileHandle handle, long offset, String text) {
    return code(new Request.Write(1, handle, offset, new Bytes(text.getBytes())));
  }

  /** Text, or the code in angle brackets. */
  public String read(FileHandle handle, long offset, int length) {
    return switch (ask(new Request.Read(1, handle, offset, length))) {
      case Response.Data(_, var data) -> new String(data.toByteArray());
      case Response.Status status -> "<" + status.code() + ">";
      case Response other -> other.toString();
    };
  }

  public List<String> names(String folder) {
    FileHandle handle = openFolder(folder);
    List<String> names = new ArrayList<>();
    while (ask(new Request.Readdir(1, handle)) instanceof Response.Name(_, var entries)) {
      entries.forEach(entry -> names.add(entry.filename().text()));
    }
    ask(new Request.Close(1, handle));
    return names.stream().sorted().toList();
  }

  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Ends the session; the server's exit status. */
  public int end() throws IOException {
    requests.close();
    return status();
  }

  /** The exit status, once the server has ended. */
  public int status() {
    return ended.join();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
