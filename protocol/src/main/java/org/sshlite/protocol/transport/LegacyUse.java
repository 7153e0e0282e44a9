package org.sshlite.protocol.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.legacy.LegacyAlgorithms;

/**
 * What of a connection stands only in old devices' favour, a few words each: {@code cipher 3des-cbc
 * (CBC, and blocks of 64 bits)}. Empty where nothing is.
 */
public record LegacyUse(List<String> uses) {
  public LegacyUse {
    uses = List.copyOf(uses);
  }

  /** Of one key exchange. */
  public static LegacyUse of(Negotiated negotiated, PublicKey hostKey) {
    Set<String> uses = new LinkedHashSet<>();
    add(uses, "key exchange", negotiated.kex().name());
    add(uses, "host key algorithm", negotiated.hostKeyAlgorithm());
    shortRsa("host key", hostKey).ifPresent(uses::add);
    for (CipherSuite suite : List.of(negotiated.clientToServer(), negotiated.serverToClient())) {
      add(uses, "cipher", suite.encryption());
      add(uses, "MAC", suite.mac());
    }
    return new LegacyUse(new ArrayList<>(uses));
  }

  /** Of a user's key that signs. */
  public static LegacyUse of(PublicKey userKey, String algorithm) {
    List<String> uses = new ArrayList<>();
    add(uses, "user key algorithm", algorithm);
    shortRsa("user key", userKey).ifPresent(uses::add);
    return new LegacyUse(uses);
  }

  private static void add(Collection<String> uses, String slot, String name) {
    LegacyAlgorithms.weakness(name)
        .ifPresent(weakness -> uses.add(slot + " " + name + " (" + weakness + ")"));
  }

  /** RequiredRSASize lets it pass. */
  private static Optional<String> shortRsa(String slot, PublicKey key) {
    PublicKey plain = key instanceof Certificate certificate ? certificate.key() : key;
    return plain instanceof RsaPublicKey rsa && rsa.bits() < RsaPublicKey.DEFAULT_MINIMUM_BITS
        ? Optional.of(slot + " of RSA with " + rsa.bits() + " bits")
        : Optional.empty();
  }

  /** The one line of a warning, without what it is about; empty where there is nothing to warn. */
  public Optional<String> warning() {
    return uses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "outdated cryptography that the configuration allows: " + String.join(", ", uses));
  }
}
