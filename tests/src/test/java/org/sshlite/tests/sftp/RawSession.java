package org.sshlite.tests.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.PacketInput;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.tests.peer.Peers;

/** A client that sends packets, and a server over pipes: ours in a thread, or a program. */
final class RawSession implements AutoCloseable {
  private static final int PIPE = 1024 * 1024;

  private final PacketInput in;
  private final PacketOutput out;
  private final OutputStream closing;
  private final CompletableFuture<Integer> ended;
  final Response.Version version;

  private RawSession(InputStream in, OutputStream out, CompletableFuture<Integer> ended)
      throws IOException {
    this.in = new PacketInput(in);
    this.out = new PacketOutput(out);
    this.closing = out;
    this.ended = ended;
    this.out.write(new Request.Init(3, List.of()));
    this.out.flush();
    this.version = (Response.Version) read();
  }

  /** OpenSSH's sftp-server, with a folder as its working directory. */
  static RawSession openSsh(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Peers.path("sftp-server").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(Redirect.DISCARD)
            .start();
    return new RawSession(
        process.getInputStream(),
        process.getOutputStream(),
        process.onExit().thenApply(Process::exitValue));
  }

  /** Ours, with a folder as its start; with a root if there is one. */
  static RawSession ours(Optional<Path> root, Path folder, Permissions permissions)
      throws IOException {
    PipedInputStream in = new PipedInputStream(PIPE);
    PipedInputStream requests = new PipedInputStream(PIPE);
    OutputStream answers = new PipedOutputStream(in);
    OutputStream out = new PipedOutputStream(requests);
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (answers;
                  MachineFiles files =
                      new MachineFiles(
                          root.map(r -> FileName.of(r.toString())),
                          FileName.of(System.getProperty("user.home")),
                          OptionalInt.empty())) {
                files.start(FileName.of(folder.toString()));
                ended.complete(
                    SftpServer.serve(requests, answers, files, permissions, SessionLog.NONE));
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            });
    return new RawSession(in, out, ended);
  }

  Response ask(Request request) {
    return ask(List.of(request)).getFirst();
  }

  /** All of them at once; who sends does not wait for who reads. */
  List<Response> ask(List<? extends Request> requests) {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(requests));
    try {
      List<Response> answers = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        answers.add(kept(read()));
      }
      sent.join();
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(List<? extends Request> requests) {
    try {
      for (Request request : requests) {
        out.write(request);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response read() throws IOException {
    try {
      return in.response()
          .orElseThrow(() -> new IOException("the server has ended: " + ended.join()));
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  private static Response kept(Response response) {
    return switch (response) {
      case Response.Data(var id, var data) -> new Response.Data(id, new Bytes(data.toByteArray()));
      case Response.ExtendedReply(var id, var content) ->
          new Response.ExtendedReply(id, new Bytes(content.toByteArray()));
      default -> response;
    };
  }

  /** Ends the session; the server's exit status. */
  int end() throws IOException {
    closing.close();
    return ended.join();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
