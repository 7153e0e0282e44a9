package org.sshlite.tests.peer;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Debian's Python, which has the packages of Debian: another one in the search path has not. */
public final class Python {
  private static final String INTERPRETER = "/usr/bin/python3";

  private Python() {}

  /** As {@link Peers#require}, for a package. */
  public static void require(String module) {
    Peers.require("python3");
    boolean there = Program.of(INTERPRETER, "-c", "import " + module).run().status() == 0;
    if (!there && "required".equals(System.getProperty("peers"))) {
      throw new AssertionError("Python's " + module + " is not installed, and -Dpeers=required");
    }
    Assumptions.assumeTrue(there, "Python's " + module + " is not installed");
  }

  /** A script that lies among the tests' resources: {@code sftp/server.py}. */
  public static Program script(String name) {
    try {
      var url = Objects.requireNonNull(Python.class.getResource("/org/sshlite/tests/" + name));
      return Program.of(INTERPRETER, Path.of(url.toURI()).toString());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
