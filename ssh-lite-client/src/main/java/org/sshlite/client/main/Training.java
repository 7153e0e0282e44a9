package org.sshlite.client.main;

import java.util.Arrays;
import java.util.stream.Stream;
import org.sshlite.client.command.Program;

/**
 * What an ahead-of-time cache is made of: {@code ssh-lite} as the client of a master, then by
 * itself, for the same cache serves both. The first argument is the master's socket, the last one
 * the command; through the master {@code true} will do.
 */
public final class Training {
  private Training() {}

  public static void main(String[] arguments) {
    String[] alone = Arrays.copyOfRange(arguments, 1, arguments.length);
    String[] shared =
        Stream.of(
                Stream.of("-S", arguments[0]),
                Arrays.stream(alone, 0, alone.length - 1),
                Stream.of("true"))
            .flatMap(words -> words)
            .toArray(String[]::new);
    int status = new Program().run(shared);
    if (status == 0) {
      status = new Program().run(alone);
    }
    Runtime.getRuntime().halt(status);
  }
}
