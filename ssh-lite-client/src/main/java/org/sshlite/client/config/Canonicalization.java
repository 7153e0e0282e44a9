package org.sshlite.client.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;

/**
 * CanonicalizeHostname of ssh_config(5): a short name is looked up in the domains given, one after
 * the other. Aliases (CNAME) are not followed.
 *
 * @param wanted whether names are canonicalized at all; addresses always are
 * @param domains CanonicalDomains
 * @param mostDots CanonicalizeMaxDots: a name with more is taken as it is
 * @param fallback CanonicalizeFallbackLocal: whether a name that is in no domain may be used as
 *     given
 */
record Canonicalization(boolean wanted, List<String> domains, int mostDots, boolean fallback) {
  /** Whether there is such a host. May block. */
  interface Lookup {
    boolean exists(String name);
  }

  static boolean exists(String name) {
    try {
      return InetAddress.getAllByName(name).length > 0;
    } catch (UnknownHostException _) {
      return false;
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
      if (lookup.exists(host)) {
        return host.substring(0, host.length() - 1);
      }
    } else if (host.chars().filter(c -> c == '.').count() > mostDots) {
      return host;
    } else {
      for (String domain : domains) {
        // the dot at the end keeps the resolver from its own search list
        if (lookup.exists(host + "." + domain + ".")) {
          return host + "." + domain.toLowerCase(Locale.ROOT);
        }
      }
    }
    if (!fallback) {
      throw new ConfigException("Could not resolve host \"" + Printable.line(host) + "\"");
    }
    return host;
  }
}
