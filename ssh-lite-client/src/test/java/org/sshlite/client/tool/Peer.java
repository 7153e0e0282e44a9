package org.sshlite.client.tool;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!installed && "required".equals(System.getProperty("peers"))) {
      throw new AssertionError(program + " is required and not installed");
    }
    assumeTrue(installed, program + " is not installed");
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
   * Skips the test where ssh-keygen does not know a type of key: the composite came with 10.3.
   *
   * @param folder for a key that is made to find out
   */
  public static void requireType(String type, Path folder) throws IOException {
    if (type.startsWith("mldsa")) {
      Path trial = Files.createTempDirectory(folder, "trial").resolve("key");
      assumeTrue(
          run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", trial).status() == 0,
          "this ssh-keygen does not know " + type);
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
