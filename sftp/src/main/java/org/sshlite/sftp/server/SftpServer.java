package org.sshlite.sftp.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.Extension;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.PacketInput;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.SymlinkOrder;

/**
 * The server's end of one session. One thread reads a request, does it, and keeps the answer back
 * while another request is there already: answers come in the order of their requests, and several
 * go out together.
 */
public final class SftpServer {
  /** filexfer-02. */
  private static final int VERSION = 3;

  /** Exit status of a session that its client ended. */
  public static final int ENDED = 0;

  /** Exit status of a session whose client sent what is no such protocol, as OpenSSH's. */
  public static final int REFUSED = 255;

  private final PacketInput input;
  private final PacketOutput output;
  private final ServedFiles files;
  private final Permissions permissions;
  private final SymlinkOrder order;
  private final SessionLog log;
  private final Handles handles;
  private final Requests requests;
  private boolean initialised;

  private SftpServer(
      InputStream in,
      OutputStream out,
      ServedFiles files,
      Permissions permissions,
      SymlinkOrder order,
      SessionLog log,
      UserHandles user) {
    this.input = new PacketInput(in);
    this.output = new PacketOutput(out);
    this.files = files;
    this.permissions = permissions;
    this.order = order;
    this.log = log;
    this.handles = new Handles(user);
    this.requests = new Requests(files, permissions, handles, log);
  }

  /** As the other one, a client like OpenSSH's, whose user has no other session. */
  public static int serve(
      InputStream in,
      OutputStream out,
      ServedFiles files,
      Permissions permissions,
      SessionLog log) {
    return serve(in, out, files, permissions, SymlinkOrder.TARGET_FIRST, log, UserHandles.alone());
  }

  /**
   * Serves until the client ends the session, or {@code in} or {@code out} fails. Closes what the
   * client left open, and neither the streams nor {@code files}.
   *
   * @param order the client's
   * @param user whose session it is
   * @return the session's exit status
   */
  public static int serve(
      InputStream in,
      OutputStream out,
      ServedFiles files,
      Permissions permissions,
      SymlinkOrder order,
      SessionLog log,
      UserHandles user) {
    SftpServer server = new SftpServer(in, out, files, permissions, order, log, user);
    try {
      server.run();
      return ENDED;
    } catch (MalformedException e) {
      log.line(Level.ERROR, "bad message: " + Printable.line(e.getMessage()));
      return REFUSED;
    } catch (IOException e) {
      log.line(Level.DEBUG, "the session's streams: " + e.getMessage());
      return ENDED;
    } finally {
      log.left(server.handles.all());
      server.handles.close();
    }
  }

  private void run() throws IOException, MalformedException {
    while (true) {
      if (!input.ready()) {
        pause();
      }
      Optional<Request> request;
      try {
        request = input.request();
      } catch (EOFException e) {
        return; // half a request is none
      }
      if (request.isEmpty()) {
        return;
      }
      switch (request.get()) {
        case Request.Init _ -> initialise();
        case Request.Asking asking -> {
          if (!initialised) {
            throw new MalformedException("SFTP session", "type", asking.type() + " before INIT");
          }
          answer(order.turn(asking));
        }
      }
    }
  }

  /** Nothing is to be done: the client gets what it waits for, the machine what is not needed. */
  private void pause() throws IOException {
    if (handles.count() > 0) {
      output.flush();
    } else {
      output.trim();
      input.trim();
      files.idle();
    }
  }

  private void initialise() throws IOException {
    List<Extension> extensions =
        Stream.of(Operation.values())
            .filter(permissions::permit)
            .flatMap(operation -> operation.extension().stream())
            .toList();
    output.write(new Response.Version(VERSION, extensions));
    initialised = true;
  }

  private void answer(Request.Asking request) throws IOException {
    Optional<Operation> operation = Operation.of(request);
    if (operation.isPresent() && !permissions.permit(operation.get())) {
      log.refused(operation.get());
      status(request, new StatusException(StatusCode.PERMISSION_DENIED));
    } else if (request instanceof Request.Read read) {
      read(read);
    } else {
      output.write(attempt(request));
    }
  }

  /** What fails in here is the request's; what fails around it is the session's. */
  private Response attempt(Request.Asking request) {
    log.request(request);
    try {
      guard(request);
      return requests.answer(request);
    } catch (IOException | RuntimeException e) {
      return failure(request, e);
    }
  }

  private void guard(Request.Asking request) throws IOException {
    Guard guard = permissions.guard();
    if (guard != Guard.NONE) {
      guard.check(request, handles.opened(request));
    }
  }

  private Response.Status failure(Request.Asking request, Exception e) {
    if (e instanceof StatusException status) {
      log.status(status.code());
      return new Response.Status(request.id(), status.code().number(), status.getMessage());
    }
    if (e instanceof RuntimeException) {
      log.line(Level.ERROR, "the served files failed: " + Printable.line(e.toString()));
    }
    log.status(StatusCode.FAILURE);
    return new Response.Status(request.id(), StatusCode.FAILURE);
  }

  private void status(Request.Asking request, StatusException e) throws IOException {
    output.write(failure(request, e));
  }

  /** The file's bytes go straight to where they are sent from. */
  private void read(Request.Read read) throws IOException {
    int wanted = (int) Math.min(read.length(), Limits.MAXIMUM_DATA_LENGTH);
    int at = output.begin(new Response.Data(read.id(), Bytes.NONE), wanted);
    int count = -1;
    Response.Status problem = null;
    try {
      guard(read);
      Handles.Open.File file = handles.file(read.handle());
      count = wanted == 0 ? 0 : file.file.read(output.array(), at, wanted, read.offset());
      file.read += count;
    } catch (IOException | RuntimeException e) {
      problem = failure(read, e);
    }
    if (problem == null && count == 0 && wanted > 0) {
      problem = new Response.Status(read.id(), StatusCode.EOF);
    }
    output.end(problem == null ? count : -1);
    if (problem != null) {
      output.write(problem);
    }
  }
}
