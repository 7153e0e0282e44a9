package org.sshlite.client.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom to ask and whom to believe, as glibc reads it from resolv.conf(5). Its search list plays no
 * part: a host is looked up by the name that it is connected to by.
 *
 * @param servers to ask, in this order
 * @param timeout how long one of them may take
 * @param attempts how often all of them are asked
 * @param edns0 ask for DNSSEC, with EDNS (RFC 6891)
 * @param trustsAd {@code options trust-ad}: the servers and the way to them are trusted, so DNSSEC
 *     has vouched for what they say it has
 */
record ResolverConfig(
    List<InetSocketAddress> servers,
    Duration timeout,
    int attempts,
    boolean edns0,
    boolean trustsAd) {
  private static final int DNS_PORT = 53; // RFC 1035 §4.2
  // those of glibc: MAXNS, RES_TIMEOUT, RES_MAXRETRANS, RES_DFLRETRY, RES_MAXRETRY
  private static final int MOST_SERVERS = 3;
  private static final int DEFAULT_SECONDS = 5;
  private static final int MOST_SECONDS = 30;
  private static final int DEFAULT_ATTEMPTS = 2;
  private static final int MOST_ATTEMPTS = 5;

  ResolverConfig {
    servers = List.copyOf(servers);
  }

  /**
   * From a file, which need not exist.
   *
   * @param more options beyond those of the file: the variable RES_OPTIONS
   */
  static ResolverConfig read(Path file, String more) throws IOException {
    try {
      return parse(Files.readAllLines(file, StandardCharsets.ISO_8859_1), more);
    } catch (NoSuchFileException _) {
      return parse(List.of(), more);
    }
  }

  static ResolverConfig parse(List<String> lines, String more) {
    List<String> options =
        Stream.concat(values(lines, "options"), Stream.of(more))
            .flatMap(value -> Stream.of(value.strip().split("\\s+")))
            .toList();
    return new ResolverConfig(
        servers(lines),
        Duration.ofSeconds(number(options, "timeout:", DEFAULT_SECONDS, MOST_SECONDS)),
        number(options, "attempts:", DEFAULT_ATTEMPTS, MOST_ATTEMPTS),
        options.contains("edns0"),
        options.contains("trust-ad"));
  }

  /** A keyword counts at the start of its line only, and ends with a blank. */
  private static Stream<String> values(List<String> lines, String keyword) {
    return lines.stream()
        .filter(line -> line.startsWith(keyword + " ") || line.startsWith(keyword + "\t"))
        .map(line -> line.substring(keyword.length()).strip());
  }

  private static List<InetSocketAddress> servers(List<String> lines) {
    List<InetSocketAddress> servers = new ArrayList<>();
    values(lines, "nameserver")
        .limit(MOST_SERVERS)
        .flatMap(value -> address(value.split("\\s+")[0]).stream())
        .forEach(address -> servers.add(new InetSocketAddress(address, DNS_PORT)));
    if (servers.isEmpty()) {
      servers.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT));
    }
    return servers;
  }

  private static Optional<InetAddress> address(String literal) {
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static int number(List<String> options, String name, int otherwise, int most) {
    return options.stream()
        .filter(option -> option.matches(name + "\\d{1,9}"))
        .map(option -> Integer.parseInt(option.substring(name.length())))
        .map(value -> Math.clamp(value, 1, most))
        .reduce((_, last) -> last)
        .orElse(otherwise);
  }
}
