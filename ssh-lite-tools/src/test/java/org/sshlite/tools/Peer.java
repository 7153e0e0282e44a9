package org.sshlite.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of OpenSSH; tests that need one are skipped where it is not installed. */
public final class Peer {
  private static final Path NOTHING = Path.of("/dev/null");

  private Peer() {}

  /** Skips the test without the program, or fails it where peers are required. */
  public static void require(String program) {
    boolean installed = isInstalled(program);
    if (!installed && "required".equals(System.getProperty("peers"))) {
      throw new AssertionError(program + " is required and not installed");
    }
    assumeTrue(installed, program + " is not installed");
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Runs a program with nothing to read. */
  public static Result run(String program, Object... arguments) throws IOException {
    return runWithInput(NOTHING, program, arguments);
  }

  /** Runs ssh-keygen and expects success. */
  public static Result keygen(Object... arguments) throws IOException {
    Result result = run("ssh-keygen", arguments);
    if (result.status() != 0) {
      throw new AssertionError(List.of(arguments) + ": " + result);
    }
    return result;
  }

  /**
   * Whether there is something to compare for a type of key: an ssh-keygen that does not know it
   * leaves nothing (the composite came with 10.3). True without any, for {@link #require} to skip.
   */
  public static boolean knows(String type) {
    if (!type.startsWith("mldsa") || !isInstalled("ssh-keygen")) {
      return true;
    }
    try {
      Path folder = Files.createTempDirectory("trial");
      Path key = folder.resolve("key");
      boolean known = run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", key).status() == 0;
      Files.deleteIfExists(key);
      Files.deleteIfExists(folder.resolve("key.pub"));
      Files.delete(folder);
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Result runWithInput(Path input, String program, Object... arguments)
      throws IOException {
    require(program);
    List<String> command = new ArrayList<>(List.of(program));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("peer", ".out");
    Path err = Files.createTempFile("peer", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError(program + " hangs");
      }
      return new Result(process.exitValue(), text(out), text(err));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
