package org.sshlite.tests.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** Somebody who answers what a client asks by SSH_ASKPASS, and remembers the questions. */
final class Person {
  /** The clients that ask in the same words. */
  enum Asking {
    SSH {
      @Override
      Program program() {
        Peers.require("ssh");
        return Program.of(Peers.path("ssh"));
      }
    },
    SSH_LITE {
      @Override
      Program program() {
        return OurProgram.sshLite();
      }
    };

    abstract Program program();
  }

  private final Path folder;
  private final StringBuilder cases = new StringBuilder();

  Person(Path folder) {
    this.folder = folder;
  }

  /**
   * @param prompt a part of it
   */
  Person answering(String prompt, String answer) {
    cases.append("*'%s'*) echo '%s';;\n".formatted(prompt, answer));
    return this;
  }

  /** What was asked, in order. */
  List<String> asked() {
    try {
      Path file = folder.resolve("asked");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without keys, unless options name one. */
  Program client(Asking client, Target target, String... options) {
    return client
        .program()
        .with("-F", "none", "-o", "UserKnownHostsFile=" + target.knownHosts())
        .with("-o", "GlobalKnownHostsFile=none", "-o", "IdentityAgent=none")
        .with(options)
        .with("-o", "IdentityFile=none")
        .with("-p", "" + target.port(), "-l", target.user(), Target.HOST);
  }

  Finished logIn(Asking client, Target target, String... options) {
    return client(client, target, options)
        .with("true")
        .env("SSH_ASKPASS", script().toString())
        .env("SSH_ASKPASS_REQUIRE", "force")
        .run();
  }

  private Path script() {
    String text =
        "#!/bin/sh\nprintf '%%s\\n' \"$1\" >>'%s'\ncase $1 in\n%s*) exit 1;;\nesac\n"
            .formatted(folder.resolve("asked"), cases);
    try {
      Path file = Files.writeString(folder.resolve("askpass"), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
