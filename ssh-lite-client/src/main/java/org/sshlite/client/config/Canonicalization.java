package org.sshlite.client.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;

/**
 * CanonicalizeHostname of ssh_config(5): a short name is looked up in the domains given, one after
 * the other, and followed where it is another name for one that may be.
 *
 * @param wanted whether names are canonicalized at all; addresses always are
 * @param domains CanonicalDomains
 * @param mostDots CanonicalizeMaxDots: a name with more is taken as it is
 * @param fallback CanonicalizeFallbackLocal: whether a name that is in no domain may be used as
 *     given
 * @param aliases CanonicalizePermittedCNAMEs
 */
record Canonicalization(
    boolean wanted, List<String> domains, int mostDots, boolean fallback, List<CnameRule> aliases) {
  /** The name that a host's name is another one for, itself most often; empty for no host. */
  interface Lookup {
    Optional<String> canonical(String name);
  }

  /** By the system's resolver. May block. */
  Optional<String> resolve(String name) {
    if (!aliases.isEmpty()) {
      return CanonicalName.of(name);
    }
    try {
      InetAddress.getAllByName(name);
      return Optional.of(name);
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /**
   * The name to connect to.
   *
   * @throws ConfigException when there is no such host and no fallback
   */
  String of(String given, Lookup lookup) throws ConfigException {
    var address = HostLiteral.canonical(given);
    if (address.isPresent()) {
      return address.get();
    }
    // ssh: a name is the same whatever its case; what looks like an address is left alone
    boolean looksLikeAddress = given.indexOf(':') >= 0;
    String host = looksLikeAddress ? given : given.toLowerCase(Locale.ROOT);
    if (!wanted || looksLikeAddress || host.isEmpty()) {
      return host;
    }
    if (host.endsWith(".")) {
      Optional<String> target = lookup.canonical(host);
      if (target.isPresent()) {
        return followed(host.substring(0, host.length() - 1), target.get());
      }
    } else if (host.chars().filter(c -> c == '.').count() > mostDots) {
      return aliased(host, lookup);
    } else {
      for (String domain : domains) {
        // the dot at the end keeps the resolver from its own search list
        Optional<String> target = lookup.canonical(host + "." + domain + ".");
        if (target.isPresent()) {
          return followed(host + "." + domain.toLowerCase(Locale.ROOT), target.get());
        }
      }
    }
    if (!fallback) {
      throw new ConfigException("Could not resolve host \"" + Printable.line(host) + "\"");
    }
    return aliased(host, lookup);
  }

  private String aliased(String host, Lookup lookup) {
    return aliases.isEmpty()
        ? host
        : lookup.canonical(host).map(target -> followed(host, target)).orElse(host);
  }

  private String followed(String host, String canonical) {
    String target =
        canonical.endsWith(".") ? canonical.substring(0, canonical.length() - 1) : canonical;
    return aliases.stream().anyMatch(rule -> rule.permits(host, target))
        ? target.toLowerCase(Locale.ROOT)
        : host;
  }
}
