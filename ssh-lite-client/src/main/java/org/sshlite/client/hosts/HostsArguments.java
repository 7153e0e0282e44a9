package org.sshlite.client.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.TimeSpan;

/**
 * The arguments of {@code ssh-lite --hosts}: words of its own first, then those of ssh(1) without a
 * destination.
 *
 * @param hosts destinations, each once
 * @param parallel how many at a time
 * @param timeout for all that is done with one host; empty for no limit but the one of the login
 * @param input a file, or {@code -} for our stdin; empty for none
 * @param push a local file to put on each host first
 * @param rest ssh's options and the command
 */
record HostsArguments(
    List<String> hosts,
    int parallel,
    Optional<Duration> timeout,
    Order order,
    boolean json,
    Optional<String> input,
    Optional<Push> push,
    List<String> rest) {
  static final String WORD = "--hosts";

  static final String USAGE =
      """
      usage: ssh-lite --hosts FILE|HOST,HOST... [--parallel N] [--timeout T]
                      [--order list|done|lines] [--json] [--input FILE|-]
                      [--push FILE[:REMOTE]] [ssh's options] [command [argument ...]]\
      """;

  /** As many as a shell loop would dare; a login costs the host a process and us a thread. */
  private static final int USUAL_PARALLEL = 32;

  /** More threads and sockets than that are no gain anywhere. */
  private static final int MOST_PARALLEL = 1024;

  /** A file to put, and its name there. */
  record Push(Path local, String remote) {
    static Push parse(String text) {
      int colon = text.indexOf(':');
      Path local = Path.of(colon < 0 ? text : text.substring(0, colon));
      String remote = colon < 0 ? "" : text.substring(colon + 1);
      return new Push(local, remote.isEmpty() ? String.valueOf(local.getFileName()) : remote);
    }
  }

  static HostsArguments parse(String[] arguments) throws ConfigException {
    List<String> hosts = List.of();
    int parallel = USUAL_PARALLEL;
    Optional<Duration> timeout = Optional.empty();
    Order order = Order.LIST;
    boolean json = false;
    Optional<String> input = Optional.empty();
    Optional<Push> push = Optional.empty();
    int next = 0;
    while (next < arguments.length
        && arguments[next].startsWith("--")
        && arguments[next].length() > 2) {
      String word = arguments[next++];
      if (word.equals("--json")) {
        json = true;
        continue;
      }
      if (next == arguments.length) {
        throw usage(word + " requires an argument");
      }
      String value = arguments[next++];
      switch (word) {
        case WORD -> hosts = hosts(value);
        case "--parallel" -> parallel = number(value);
        case "--timeout" ->
            timeout =
                Optional.of(
                    TimeSpan.parse(value)
                        .filter(span -> !span.isZero())
                        .orElseThrow(() -> usage("invalid time " + Printable.line(value))));
        case "--order" ->
            order =
                Order.parse(value)
                    .orElseThrow(() -> usage("unknown order " + Printable.line(value)));
        case "--input" -> input = Optional.of(value);
        case "--push" -> push = Optional.of(Push.parse(value));
        default -> throw usage("unknown option " + Printable.line(word));
      }
    }
    return new HostsArguments(
        hosts,
        parallel,
        timeout,
        order,
        json,
        input,
        push,
        List.of(arguments).subList(next, arguments.length));
  }

  /** Whether only the usage is wanted. */
  static boolean asksForHelp(String[] arguments) {
    return List.of(arguments).equals(List.of(WORD, "--help"));
  }

  private static ConfigException usage(String problem) {
    return new ConfigException(problem + "\n" + USAGE);
  }

  private static int number(String text) throws ConfigException {
    if (text.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(text);
      if (number > 0 && number <= MOST_PARALLEL) {
        return number;
      }
    }
    throw usage("--parallel: 1 to " + MOST_PARALLEL);
  }

  /** A file that is there, or a list. */
  private static List<String> hosts(String text) throws ConfigException {
    Path file = Path.of(text);
    Stream<String> words;
    boolean isAddress = text.startsWith("ssh://");
    if (Files.isRegularFile(file) || text.contains("/") && !text.contains(",") && !isAddress) {
      try {
        words = Files.readAllLines(file).stream().map(line -> line.replaceFirst("#.*", ""));
      } catch (IOException e) {
        throw new ConfigException(Printable.line(text + ": cannot be read"));
      }
    } else {
      words = Stream.of(text.split(","));
    }
    Set<String> hosts = new LinkedHashSet<>(words.map(String::strip).toList());
    hosts.remove("");
    if (hosts.isEmpty()) {
      throw new ConfigException(Printable.line(text) + ": no hosts");
    }
    return List.copyOf(hosts);
  }
}
