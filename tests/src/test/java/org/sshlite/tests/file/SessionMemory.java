package org.sshlite.tests.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;

/**
 * What sessions hold whose reader has stopped in the middle of a file, so that all is full that can
 * be. It is the live heap of each end, and of the server all that no other process shares, too.
 */
final class SessionMemory {
  /** MiB: 4, and the window that a session begins with. */
  private static final double MOST = 4 + 2;

  private static final double MEBIBYTE = 1 << 20;

  /** Bytes that are read before the reader stops. */
  private static final int READ = 8 << 20;

  private final Server server;
  private final Sources sources;
  private final Amount amount;

  SessionMemory(Server server, Sources sources, Amount amount) {
    this.server = server;
    this.sources = sources;
    this.amount = amount;
  }

  void run(Goals goals) throws IOException {
    Path file = sources.large(amount.megabytes());
    try (SshClient client =
        SshClient.create(
            OurLibrary.options(
                TransportOptions.defaults(),
                server.target().identity().file(),
                server.target().knownHosts()))) {
      List<AutoCloseable> warm = start(client, file, 1);
      double serverBefore = collectedServer();
      double clientBefore = collected();
      List<AutoCloseable> open = start(client, file, amount.sessions());
      add(goals, "server's memory", collectedServer() - serverBefore);
      add(goals, "client's live heap", collected() - clientBefore);
      close(open);
      close(warm);
    }
  }

  private void add(Goals goals, String whose, double more) throws IOException {
    goals.add(
        whose + " a session in mid transfer",
        Wanted.atMost(MOST, "MiB"),
        Measured.median(Figures.of(more / amount.sessions()), "MiB"),
        amount.sessions() + " sessions that have stopped to read");
  }

  private List<AutoCloseable> start(SshClient client, Path file, int sessions) throws IOException {
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      ClientSession session = client.connect(OurLibrary.destination(server.target()));
      SftpClient files = session.files();
      RemoteFile remote =
          files.open(FileName.of(file.toString()), Request.Open.READ, Attributes.NONE);
      InputStream in = remote.input(0);
      in.readNBytes(READ);
      open.add(in);
      open.add(session);
    }
    return open;
  }

  private static void close(List<AutoCloseable> open) throws IOException {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private double collectedServer() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Program.of(jcmd, "" + server.pid(), "GC.run").runWell();
    return Usage.memory(server.pid());
  }

  private static double collected() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE;
  }
}
