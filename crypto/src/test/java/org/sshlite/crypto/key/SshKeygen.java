package org.sshlite.crypto.key;

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

/** OpenSSH's ssh-keygen as a peer; tests that need it are skipped where it is not installed. */
public final class SshKeygen {
  private static final String COMPOSITE = CompositePublicKey.TYPE;

  private SshKeygen() {}

  /** What a run printed and how it ended. */
  public record Result(int status, String output) {}

  /** Skips the test without the program, or fails it where peers are required. */
  public static void require() {
    requireProgram("ssh-keygen");
  }

  static void requireProgram(String program) {
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

  /**
   * Whether there is something to test about a type: a program that does not know it leaves
   * nothing. Without a program all types stay, for {@link #require} to skip.
   */
  public static boolean knows(String type) {
    return !type.equals(COMPOSITE) || !isInstalled("ssh-keygen") || Composite.KNOWN;
  }

  /** The composite came with 10.3. */
  private static final class Composite {
    static final boolean KNOWN = isGenerated();

    private static boolean isGenerated() {
      try {
        Path folder = Files.createTempDirectory("ssh-keygen");
        Path file = folder.resolve("key");
        boolean generated = tryRun(generating(COMPOSITE, file)).status() == 0;
        for (Path each : List.of(file, Path.of(file + ".pub"), folder)) {
          Files.deleteIfExists(each);
        }
        return generated;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The arguments that make an unencrypted key with the comment "c". */
  static Object[] generating(String type, Path file) {
    String name = type.equals(COMPOSITE) ? "mldsa44-ed25519" : type;
    return new Object[] {"-q", "-t", name, "-N", "", "-C", "c", "-f", file};
  }

  /** Runs ssh-keygen and expects success. */
  public static String run(Object... arguments) throws IOException {
    Result result = tryRun(arguments);
    if (result.status() != 0) {
      throw new AssertionError(List.of(arguments) + ": " + result.output());
    }
    return result.output();
  }

  public static Result tryRun(Object... arguments) throws IOException {
    require();
    return exec(Path.of("/dev/null"), "ssh-keygen", arguments);
  }

  /** As {@link #run}, with a file as its standard input. */
  public static String runWithInput(Path input, Object... arguments) throws IOException {
    require();
    Result result = exec(input, "ssh-keygen", arguments);
    if (result.status() != 0) {
      throw new AssertionError(List.of(arguments) + ": " + result.output());
    }
    return result.output();
  }

  static Result exec(Path input, String program, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile()).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError(program + " hangs");
      }
      return new Result(process.exitValue(), output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
