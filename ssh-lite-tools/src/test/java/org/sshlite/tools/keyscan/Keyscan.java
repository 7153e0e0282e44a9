package org.sshlite.tools.keyscan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.tools.Console;
import org.sshlite.tools.Result;

/** Runs ssh-lite-keyscan within the test. */
final class Keyscan {
  private Keyscan() {}

  static Result run(Object... arguments) {
    return runWithInput("", arguments);
  }

  static Result runWithInput(String input, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            _ -> Optional.empty());
    int status = new Program(console).run(Stream.of(arguments).map(Object::toString).toList());
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
