package org.sshlite.sftp.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.sftp.server.UserHandles;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.PacketInput;
import org.sshlite.sftp.wire.PacketOutput;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.SymlinkOrder;

/** A client whose server is a thread of this process. */
final class InMemory {
  private static final int PIPE = 1024 * 1024;

  private InMemory() {}

  /** The server's end. */
  interface Serving {
    void serve(InputStream in, OutputStream out) throws Exception;
  }

  static SftpClient open(Serving serving) throws IOException {
    return open(serving, SymlinkOrder.TARGET_FIRST);
  }

  private interface Opening {
    SftpClient open(InputStream in, OutputStream out) throws IOException;
  }

  private static SftpClient open(Serving serving, SymlinkOrder order) throws IOException {
    return open(serving, (in, out) -> SftpClient.open(in, out, order));
  }

  private static SftpClient open(Serving serving, Opening opening) throws IOException {
    PipedInputStream requests = new PipedInputStream(PIPE);
    PipedInputStream answers = new PipedInputStream(PIPE);
    OutputStream toServer = new PipedOutputStream(requests);
    OutputStream toClient = new PipedOutputStream(answers);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (toClient;
                  requests) {
                serving.serve(requests, toClient);
              } catch (Exception e) {
                return; // the client has gone, which is how every test ends
              }
            });
    return opening.open(answers, toServer);
  }

  /** The files of this machine. */
  static SftpClient machine() throws IOException {
    return machine(SymlinkOrder.TARGET_FIRST, SymlinkOrder.TARGET_FIRST);
  }

  /** The files of this machine, of a server that refuses some operations. */
  static SftpClient refusing(String... operations) throws IOException {
    Permissions permissions =
        new Permissions(false, Set.of(operations), Optional.empty(), Permissions.ALL.guard());
    return open(
        (in, out) -> {
          try (MachineFiles files =
              new MachineFiles(Optional.empty(), FileName.of("/"), OptionalInt.empty())) {
            SftpServer.serve(in, out, files, permissions, SessionLog.NONE);
          }
        });
  }

  /**
   * @param sent the order that the client takes for the server's
   * @param read the order that the server takes for the client's
   */
  static SftpClient machine(SymlinkOrder sent, SymlinkOrder read) throws IOException {
    return open(
        (in, out) -> {
          try (MachineFiles files =
              new MachineFiles(Optional.empty(), FileName.of("/"), OptionalInt.empty())) {
            SftpServer.serve(
                in, out, files, Permissions.ALL, read, SessionLog.NONE, UserHandles.alone());
          }
        },
        sent);
  }

  /**
   * The files of this machine, behind a stream that can stand still.
   *
   * @param lines what the server logs
   */
  static SftpClient machine(Gate gate, Consumer<String> lines) throws IOException {
    return open(
        (in, out) -> {
          SessionLog log =
              new SessionLog(System.Logger.Level.INFO, (level, line) -> lines.accept(line));
          try (MachineFiles files =
              new MachineFiles(Optional.empty(), FileName.of("/"), OptionalInt.empty())) {
            SftpServer.serve(gate.before(in), out, files, Permissions.ALL, log);
          }
        });
  }

  /** Keeps a server from reading on behind some bytes until it is opened. */
  static final class Gate {
    private final long after;
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);

    Gate(long after) {
      this.after = after;
    }

    void open() {
      open.countDown();
    }

    /** Waits until the server stands still. */
    void awaitReached() throws InterruptedException {
      reached.await();
    }

    private InputStream before(InputStream in) {
      return new FilterInputStream(in) {
        private long count;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] array, int offset, int length) throws IOException {
          if (count >= after) {
            reached.countDown();
            try {
              open.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
          int read = super.read(array, offset, length);
          count += read;
          return read;
        }
      };
    }
  }

  /** What a server says to each request, in its own words. */
  interface Answers {
    void to(Request.Asking request, PacketOutput out) throws IOException;
  }

  static SftpClient answering(Answers answers) throws IOException {
    return answering(answers, "");
  }

  /**
   * @param software as the server's identification string would have it
   */
  static SftpClient answering(Answers answers, String software) throws IOException {
    return open(
        (in, out) -> answer(new PacketInput(in), new PacketOutput(out), answers),
        (in, out) -> SftpClient.open(in, out, software));
  }

  private static void answer(PacketInput in, PacketOutput out, Answers answers)
      throws IOException, MalformedException {
    for (Optional<Request> next = in.request(); next.isPresent(); next = in.request()) {
      switch (next.get()) {
        case Request.Init _ -> out.write(new Response.Version(3, List.of()));
        case Request.Asking asking -> answers.to(asking, out);
      }
      if (!in.ready()) {
        out.flush();
      }
    }
  }
}
