package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** The small programs under {@code src/zoo} that drive the libraries of others. */
final class Built {
  private static final Path SOURCES = Path.of("src/zoo").toAbsolutePath();
  private static final Path TARGET = Path.of("target/zoo").toAbsolutePath();

  /** Where the packages of the npm registry are installed. */
  static final Path NPM = TARGET.resolve("npm");

  private Built() {}

  static Path classPath(String peer) {
    return TARGET.resolve(peer).resolve("class.path");
  }

  static Program python(String script) {
    // Debian's own, which sees its packages; it writes no cache among the sources, and
    // keeps to itself what it thinks of the libraries
    return Program.of(
        Path.of("/usr/bin/python3"),
        "-B",
        "-Wignore",
        "" + SOURCES.resolve("python").resolve(script));
  }

  static Program node(String script) {
    return Program.of(Peers.path("node"), "" + SOURCES.resolve("npm").resolve(script))
        .env("NODE_PATH", NPM.resolve("node_modules").toString());
  }

  static Program erlang(String script) {
    return Program.of(Peers.path("escript"), "" + SOURCES.resolve("erlang").resolve(script))
        .env("ERL_CRASH_DUMP_SECONDS", "0"); // ended in the midst of it, it would leave a file
  }

  static Program ruby(String script) {
    return Program.of(Peers.path("ruby"), "" + SOURCES.resolve("ruby").resolve(script));
  }

  static Program php(String script) {
    return Program.of(Peers.path("php"), "" + SOURCES.resolve("php").resolve(script));
  }

  /** What {@code tests/bin/zoo} has compiled, of C or Go. */
  static Program compiled(String name) {
    return Program.of(TARGET.resolve("bin").resolve(name));
  }

  static Program java(String peer, String main) {
    Path folder = TARGET.resolve(peer);
    try {
      String libraries = Files.readString(classPath(peer)).strip();
      return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
          .with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
          .with("-cp", folder.resolve("classes") + ":" + libraries, main);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
