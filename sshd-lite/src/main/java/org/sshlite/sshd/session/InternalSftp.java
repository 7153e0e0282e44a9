package org.sshlite.sshd.session;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.Words;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.sftp.machine.MachineFiles;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpArguments;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.sftp.server.Transfers;
import org.sshlite.sftp.server.UserHandles;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.SymlinkOrder;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

/**
 * internal-sftp of sshd_config(5): serves the machine's files inside this JVM.
 *
 * @param command the whole line of the configuration, with its options
 * @param home the folder where the session begins
 * @param chroot what is "/" for it; empty for the machine's own
 * @param transfers told of each file that is closed
 * @param handles of the one who logged in
 */
record InternalSftp(
    String command,
    Account account,
    String home,
    Optional<ChrootDirectory> chroot,
    ConnectionEnds ends,
    Transfers transfers,
    UserHandles handles)
    implements RunningSubsystem.Subsystem {
  private static final Logger LOG = System.getLogger("session");

  static final String NAME = "internal-sftp";

  private static final String SFTP_ONLY = "This service allows sftp connections only.";

  /** Whether a command line names this and no program. */
  static boolean isNamedBy(String command) {
    return command.equals(NAME)
        || command.startsWith(NAME + " ")
        || command.startsWith(NAME + "\t");
  }

  /**
   * Where it is forced and something else was asked for.
   *
   * @param terminal the line ends as on one
   */
  static int refuse(Channel channel, boolean terminal) throws IOException {
    write(channel.output(), SFTP_ONLY + (terminal ? "\r\n" : "\n"));
    return 1;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int run(Channel channel) throws IOException {
    List<String> words = Words.split(command, false).orElse(List.of());
    if (words.isEmpty()) {
      throw new IOException("no closing quote: " + command);
    }
    try {
      return serve(channel, SftpArguments.parse(words.subList(1, words.size())));
    } catch (SftpArguments.Said said) {
      write(
          said.status() == 0 ? channel.output() : channel.extendedOutput(),
          said.getMessage() + "\n");
      return said.status();
    }
  }

  private int serve(Channel channel, SftpArguments arguments) throws IOException {
    // what its own level lets through is meant to be seen
    SessionLog log =
        new SessionLog(
            arguments.logLevel(),
            (level, line) -> LOG.log(level == Level.ERROR ? level : Level.INFO, NAME + ": " + line),
            transfers);
    String who = "for local user %s from [%s]".formatted(account.name(), ends.remote());
    log.line(Level.INFO, "session opened " + who);
    try (ServedFiles files = files(arguments.umask())) {
      enter(files, home, chroot.isPresent() ? SessionLog.NONE : log);
      arguments
          .start(account.home(), account.name(), account.uid())
          .ifPresent(folder -> enter(files, folder, log));
      return SftpServer.serve(
          channel.input(),
          channel.output(),
          files,
          arguments.permissions(),
          SymlinkOrder.ofClient(channel.peer().software()),
          log,
          handles);
    } finally {
      log.line(Level.INFO, "session closed " + who);
    }
  }

  private ServedFiles files(OptionalInt umask) throws IOException {
    boolean another = Actor.of(account).isAnother();
    if (chroot.isPresent()) {
      return chroot.get().files(another, FileName.of(account.home()), umask);
    }
    if (another) {
      return MachineFiles.ofAnother(Optional.empty(), FileName.of(account.home()), umask);
    }
    // elsewhere names are text, and java.nio.file says them all
    return MachineFiles.supported()
        ? new MachineFiles(Optional.empty(), FileName.of(account.home()), umask)
        : new PathFiles(Path.of("/"));
  }

  private static void enter(ServedFiles files, String folder, SessionLog log) {
    try {
      files.start(FileName.of(folder));
    } catch (IOException e) {
      log.line(
          Level.ERROR,
          "chdir to \"%s\" failed: %s".formatted(Printable.line(folder), e.getMessage()));
    }
  }
}
