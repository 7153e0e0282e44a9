package org.sshlite.client.main;

import java.util.Arrays;
import java.util.stream.Stream;
import org.sshlite.client.command.Program;

/**
 * What the ahead-of-time caches are made of: {@code ssh-lite} without a host and as the client of a
 * master, which is all in the cache of a light start, then by itself. The first argument is the
 * master's socket, the last one the command; through the master {@code true} will do.
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
    int status = new Program().run(new String[] {"-V"});
    if (status == 0) {
      status = new Program().run(shared);
    }
    if (status == 0 && !Program.isLight()) {
      status = new Program().run(alone);
    }
    Runtime.getRuntime().halt(status);
  }
}
