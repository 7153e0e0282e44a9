package org.sshlite.client.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.DnsAnswer;

/**
 * Looks up the SSHFP records of a host name (RFC 4255) as ssh does: one server of resolv.conf(5)
 * after the other. Only an answer that was read to its end has records; whatever else happens is
 * {@link DnsAnswer.Failed}, which never helps a key (CVE-2025-26465). Blocks; any thread.
 */
public final class SshfpLookup implements Function<String, DnsAnswer> {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final Callable<ResolverConfig> config;
  private final SecureRandom random = new SecureRandom();

  SshfpLookup(Callable<ResolverConfig> config) {
    this.config = config;
  }

  /** By {@code /etc/resolv.conf} and the variable RES_OPTIONS, read at each lookup. */
  public static SshfpLookup ofSystem() {
    return new SshfpLookup(
        () -> ResolverConfig.read(RESOLV_CONF, System.getenv().getOrDefault("RES_OPTIONS", "")));
  }

  @Override
  public DnsAnswer apply(String host) {
    if (isAddress(host)) {
      return new DnsAnswer.NotAsked(); // as ssh: SSHFP records belong to names
    }
    if (!SshfpQuestion.isAskable(host)) {
      return new DnsAnswer.Failed("the host's name is none that the DNS can have");
    }
    try {
      return ask(host, config.call());
    } catch (Exception e) {
      return new DnsAnswer.Failed(problem(e));
    }
  }

  private static boolean isAddress(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private DnsAnswer ask(String host, ResolverConfig config) {
    String problem = "no name server was asked";
    for (int attempt = 0; attempt < config.attempts(); attempt++) {
      for (InetSocketAddress server : config.servers()) {
        int id = random.nextInt(0x10000);
        try {
          return new NameServer(server)
              .ask(
                  new SshfpQuestion(host, id, config.edns0(), config.trustsAd()), config.timeout());
        } catch (IOException e) {
          problem = server.getAddress().getHostAddress() + ": " + problem(e);
        }
      }
    }
    return new DnsAnswer.Failed(problem);
  }

  private static String problem(Exception e) {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer in time";
      case EOFException _ -> "the answer ends early";
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }
}
