package org.sshlite.tests.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.OpenSshSftp;

/** sftp, OpenSSH's or ours, that logs in once and is told one command after the other. */
final class SftpDialogue implements AutoCloseable {
  /** A command of which both say as much, and which asks the server for nothing. */
  private static final String LAST = "lpwd\n";

  private static final String LAST_ANSWER = "Local working directory: ";

  private final Process process;
  private final BufferedReader output;

  private SftpDialogue(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static SftpDialogue start(Client client, Target target) throws IOException {
    Program program =
        (client == Client.SSH_LITE ? OurProgram.sftp() : Program.of(Peers.path("sftp")))
            .with(OpenSshSftp.options(target))
            .with("-q", "-F", "none", "-P", "" + target.port())
            .with(target.user() + "@" + Target.HOST);
    SftpDialogue dialogue =
        new SftpDialogue(
            new ProcessBuilder(program.command()).redirectError(Redirect.INHERIT).start());
    dialogue.run("pwd");
    return dialogue;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until a command is done.
   *
   * @return seconds
   */
  double run(String command) throws IOException {
    long start = System.nanoTime();
    OutputStream input = process.getOutputStream();
    input.write((command + "\n" + LAST).getBytes(StandardCharsets.UTF_8));
    input.flush();
    for (String line = ""; !line.contains(LAST_ANSWER); line = output.readLine()) {
      if (line == null) {
        throw new IOException("sftp ended at: " + command);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
