package org.sshlite.mitm.end;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PrivateKey;

/**
 * Who is in the play: the true host's keys, the attacker's, and the user with a key and a password
 * made for the occasion. Made once for a run of the catalogue.
 *
 * @param trueKeys the true host's, best first; the attacker's where he has no others
 * @param identity the user's key; empty: any key is taken
 * @param password the user's; empty: any is taken
 * @param token what the true host answers to every command
 */
public record Scene(
    List<HostKey> trueKeys,
    HostKey attackersKey,
    HostKey attackersOtherKey,
    PrivateKey authority,
    PrivateKey otherAuthority,
    Optional<PrivateKey> identity,
    String user,
    String password,
    String token,
    List<String> kexMethods) {
  private static final String ED25519 = "ssh-ed25519";
  private static final String ECDSA = "ecdsa-sha2-nistp256";

  public Scene {
    trueKeys = List.copyOf(trueKeys);
    kexMethods = List.copyOf(kexMethods);
  }

  /** Everything fresh. */
  public static Scene create(SecureRandom random, List<String> kexMethods) {
    return new Scene(
        List.of(key(ED25519, random), key(ECDSA, random), RsaHostKey.generate()),
        key(ED25519, random),
        key(ECDSA, random),
        PrivateKey.generate(ED25519, random),
        PrivateKey.generate(ED25519, random),
        Optional.of(PrivateKey.generate(ED25519, random)),
        "alice",
        "secret-" + word(random),
        "the true host answers " + word(random),
        kexMethods);
  }

  /** An attacker alone in front of a real client: he takes whatever he is given. */
  public static Scene attackerAlone(
      SecureRandom random, List<HostKey> trueKeys, List<String> kexMethods) {
    HostKey own = key(ED25519, random);
    return new Scene(
        trueKeys.isEmpty() ? List.of(own) : trueKeys,
        own,
        key(ECDSA, random),
        PrivateKey.generate(ED25519, random),
        PrivateKey.generate(ED25519, random),
        Optional.empty(),
        "",
        "",
        "ssh-lite-mitm was here " + word(random),
        kexMethods);
  }

  private static HostKey key(String type, SecureRandom random) {
    return HostKey.of(PrivateKey.generate(type, random));
  }

  private static String word(SecureRandom random) {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The true host's key that is used unless a manipulation wants another. */
  public HostKey trueKey() {
    return trueKeys.getFirst();
  }

  /** The true host's key of this type, by its best algorithm; empty if it has none. */
  public Optional<HostKey> trueKey(String algorithm) {
    return trueKeys.stream().filter(key -> key.algorithms().contains(algorithm)).findFirst();
  }

  /** Whether the key is the user's. */
  public boolean accepts(byte[] blob) {
    return identity.map(key -> Arrays.equals(key.publicKey().blob(), blob)).orElse(true);
  }

  public boolean accepts(String offered) {
    return password.isEmpty() || password.equals(offered);
  }
}
