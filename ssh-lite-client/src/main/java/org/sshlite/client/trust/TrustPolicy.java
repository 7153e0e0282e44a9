package org.sshlite.client.trust;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;

/**
 * Who decides by rules of an application's own whether a host is believed, in the place of
 * known_hosts and of a person.
 */
@FunctionalInterface
public interface TrustPolicy {
  /**
   * Whether it is this host's key. That the host has the private half is certain. Called on a
   * virtual thread, and may wait; for each key exchange of a connection.
   *
   * @param host as the caller named it
   * @param key or the certificate that it came in, whose signature nobody has checked
   */
  boolean trusts(String host, int port, PublicKey key);

  /**
   * The order of algorithms to propose, for a host that has keys of several types.
   *
   * @param configured in order of preference
   */
  default List<String> preferred(List<String> configured) {
    return configured;
  }

  /** Believes this key and no other, whatever the host is called. */
  static TrustPolicy pinned(PublicKey key) {
    return new TrustPolicy() {
      @Override
      public boolean trusts(String host, int port, PublicKey offered) {
        return plain(offered).equals(key);
      }

      @Override
      public List<String> preferred(List<String> configured) {
        List<String> its = key.signatureAlgorithms();
        return Stream.concat(
                configured.stream().filter(its::contains),
                configured.stream().filter(name -> !its.contains(name)))
            .toList();
      }
    };
  }

  /**
   * Believes the key with this fingerprint and no other. A fingerprint does not say of which type
   * the key is, so a host with several may show another one, which is refused; with the key itself,
   * {@link #pinned(PublicKey)}, its type is asked for.
   *
   * @param fingerprint as {@code ssh-keygen -l} prints it: {@code SHA256:…}
   */
  static TrustPolicy pinned(String fingerprint) {
    if (!fingerprint.startsWith("SHA256:")) {
      throw new IllegalArgumentException("no SHA256 fingerprint: " + fingerprint);
    }
    return (_, _, key) -> plain(key).fingerprint().equals(fingerprint);
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }
}
