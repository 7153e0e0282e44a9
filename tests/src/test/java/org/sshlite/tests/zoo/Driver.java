package org.sshlite.tests.zoo;

import java.util.function.Supplier;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.sftp.foreign.ForeignFiles;

/**
 * Makes of a job a program that works as ssh does: standard streams are the command's, and its exit
 * status is the command's, or 255. When a signal has ended the command, {@code signal} and its name
 * stand on the standard error output, where the peer tells that.
 */
interface Driver {
  Program program(Job job);

  /** How its files are moved, where it has some. */
  default ForeignFiles.Peer files() {
    throw new IllegalArgumentException("it moves no files");
  }

  /** The same, and what moves its files. */
  default Driver moving(ForeignFiles.Peer files) {
    return new WithFiles(this, files);
  }

  /** A client that has its files moved by another program, or a part of its own. */
  record WithFiles(Driver driver, ForeignFiles.Peer files) implements Driver {
    @Override
    public Program program(Job job) {
      return driver.program(job);
    }
  }

  /** A program with a command line of its own. */
  static Driver of(Client client) {
    return job -> {
      Login login = Login.to(job.target()).command(job.command());
      if (job.byPassword()) {
        login.byPassword();
      }
      if (job.pty()) {
        login.pty();
      }
      if (job.rekeys()) {
        login.rekeyEvery("" + Job.REKEY_BYTES);
      }
      return with(job, login.by(client));
    };
  }

  /** One of the programs under {@code src/zoo}: they read the job in their environment. */
  static Driver of(Supplier<Program> built) {
    return job -> {
      Program program = built.get().with(job.command());
      program.env("ZOO_PORT", "" + job.target().port());
      program.env("ZOO_USER", job.target().user());
      program.env("ZOO_KNOWN_HOSTS", job.knownHosts().toString());
      if (job.byPassword()) {
        program.env("ZOO_PASSWORD", job.target().password());
      } else {
        program.env("ZOO_KEY", job.target().identity().file().toString());
      }
      if (job.pty()) {
        program.env("ZOO_PTY", "yes");
      }
      if (job.rekeys()) {
        program.env("ZOO_REKEY", "" + Job.REKEY_BYTES);
      }
      return with(job, program);
    };
  }

  static Driver ofCurl() {
    return new Curl();
  }

  private static Program with(Job job, Program program) {
    job.input().ifPresent(program::input);
    return program;
  }
}
