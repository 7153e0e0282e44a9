package org.sshlite.tests.latency;

import java.nio.file.Path;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.MinaServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;

/** A server. All are asked by the same client, our library in the benchmark's own process. */
enum Contender {
  SSHD_LITE("sshd-lite"),

  /** Our library in a program of its own. It runs no processes. */
  APPLICATION("application"),
  SSHD("sshd"),

  /** A program with x/crypto/ssh: {@code src/test/go/server.go}. */
  GO("Go"),

  /** It would take an hour to warm it as ours are. */
  MINA("mina, cold");

  /** That nobody waits at a door that is meant against strangers. */
  private static final String[] OPEN = {
    "MaxStartups 1000", "MaxSessions 1000", "LoginGraceTime 600", "LogLevel INFO"
  };

  /** Names Go's server, where it could be built. */
  private static final String GO_SERVER = "GO_SERVER";

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean isInstalled() {
    return this != GO || System.getenv(GO_SERVER) != null;
  }

  boolean isOurs() {
    return this == SSHD_LITE || this == APPLICATION;
  }

  Server start(Path folder) {
    return switch (this) {
      case SSHD_LITE -> LiteServer.start(folder, OPEN);
      case APPLICATION ->
          ProgramServer.start(OurProgram.java(EmbeddedServer.class.getName()), folder);
      case SSHD -> OpenSshServer.start(folder, OPEN);
      case GO ->
          ProgramServer.start(
              Program.of(System.getenv(GO_SERVER)).env("SHELL", Account.SHELL), folder);
      case MINA -> ProgramServer.start(MinaServer.program(), folder);
    };
  }
}
