package org.sshlite.tools.keygen;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.tools.Console;
import org.sshlite.tools.Result;

/** Runs ssh-lite-keygen within the test. */
final class Keygen {
  private final byte[] input;
  private final Deque<String> passphrases;
  private Optional<Path> agent = Optional.empty();
  private final List<String> prompts = new ArrayList<>();

  private Keygen(byte[] input, List<String> passphrases) {
    this.input = input;
    this.passphrases = new ArrayDeque<>(passphrases);
  }

  /** With nothing to read and nobody to answer. */
  static Result run(Object... arguments) {
    return new Keygen(new byte[0], List.of()).start(arguments);
  }

  /** Expects success. */
  static Result good(Object... arguments) {
    Result result = run(arguments);
    if (result.status() != 0) {
      throw new AssertionError(List.of(arguments) + ": " + result);
    }
    return result;
  }

  static Result runWithInput(Path file, Object... arguments) throws IOException {
    return new Keygen(Files.readAllBytes(file), List.of()).start(arguments);
  }

  /**
   * @param lines what is typed where it can be seen
   */
  static Keygen typing(String... lines) {
    return new Keygen(
        Stream.of(lines)
            .map(line -> line + "\n")
            .reduce("", String::concat)
            .getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  /** With an agent, and nobody to answer. */
  static Keygen withAgent(Path socket) {
    Keygen keygen = new Keygen(new byte[0], List.of());
    keygen.agent = Optional.of(socket);
    return keygen;
  }

  /** Further answers, to be typed without echo. */
  Keygen withSecrets(String... answers) {
    return new Keygen(input, List.of(answers));
  }

  Result start(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new ByteArrayInputStream(input), out, err, prompt -> answer(prompt));
    int status =
        new Program(console, agent).run(Stream.of(arguments).map(Object::toString).toList());
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Optional<SecretBytes> answer(String prompt) {
    prompts.add(prompt);
    return Optional.ofNullable(passphrases.poll())
        .map(text -> new SecretBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What was asked without echo so far. */
  List<String> prompts() {
    return prompts;
  }
}
