package org.sshlite.crypto.kex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The key exchange methods by name, in the order in which they are proposed: OpenSSH 10.5's, less
 * those with SHA-1.
 *
 * <p>Whose primitives they use is said, with the measurement, in the class of each part. A whole
 * key exchange with its host signature, in microseconds for both ends together (one core of AMD
 * EPYC without AVX-512, JDK 25, warm): mlkem768x25519 with ssh-ed25519 860, curve25519 with
 * ssh-ed25519 520, ecdh-sha2-nistp256 with its own host key 1,230, mlkem768x25519 with a composite
 * host key 1,840 and with RSA of 3,072 bits 5,040; sntrup761x25519 13,900, of which Bouncy Castle's
 * key pair takes 11,200: no other is at hand.
 */
public final class KexMethods {
  /** What both sides propose unless configured otherwise. */
  public static final List<String> DEFAULT =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521");

  /**
   * What a client proposes unless configured otherwise: it also reaches servers that have finite
   * fields only. A server must be told to offer these.
   */
  public static final List<String> DEFAULT_OF_CLIENT =
      concatenate(
          DEFAULT,
          List.of(
              GroupExchange.NAME,
              "diffie-hellman-group16-sha512",
              "diffie-hellman-group18-sha512",
              "diffie-hellman-group14-sha256"));

  /**
   * Every method that a wildcard may reach. Those after {@link #DEFAULT_OF_CLIENT} are used only
   * when the configuration names them: few peers have them, and no peer has them alone.
   */
  public static final List<String> SUPPORTED =
      concatenate(
          DEFAULT_OF_CLIENT, List.of("mlkem768nistp256-sha256", "mlkem1024nistp384-sha384"));

  private KexMethods() {}

  /**
   * The method of that name, also of one that only counts when it is named, see {@link
   * org.sshlite.crypto.legacy.LegacyAlgorithms#KEX}. {@link GroupExchange} is not among them: it
   * has messages of its own, and no method before the group is known.
   */
  public static Optional<KexMethod> byName(String name) {
    // made when asked for, so that a start loads no class of a method that is not negotiated
    return Optional.ofNullable(
        switch (name) {
          case "mlkem768x25519-sha256" -> x25519Hybrid(name, "SHA-256", MlKem.ML_KEM_768);
          case "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com" ->
              x25519Hybrid(name, "SHA-512", new Sntrup761());
          case "curve25519-sha256", "curve25519-sha256@libssh.org" ->
              new AgreementKex(name, "SHA-256", new X25519Agreement());
          case "ecdh-sha2-nistp256" -> new AgreementKex(name, "SHA-256", EcdhAgreement.NISTP256);
          case "ecdh-sha2-nistp384" -> new AgreementKex(name, "SHA-384", EcdhAgreement.NISTP384);
          case "ecdh-sha2-nistp521" -> new AgreementKex(name, "SHA-512", EcdhAgreement.NISTP521);
          case "diffie-hellman-group14-sha256" -> dh(name, "SHA-256", DhGroup.group14());
          case "diffie-hellman-group16-sha512" -> dh(name, "SHA-512", DhGroup.group16());
          case "diffie-hellman-group18-sha512" -> dh(name, "SHA-512", DhGroup.group18());
          case "mlkem768nistp256-sha256" ->
              ecdhHybrid(name, "SHA-256", MlKem.ML_KEM_768, EcdhAgreement.NISTP256);
          case "mlkem1024nistp384-sha384" ->
              ecdhHybrid(name, "SHA-384", MlKem.ML_KEM_1024, EcdhAgreement.NISTP384);
          // RFC 4253 §8.1, §8.2
          case "diffie-hellman-group1-sha1" -> dh(name, "SHA-1", DhGroup.group1());
          case "diffie-hellman-group14-sha1" -> dh(name, "SHA-1", DhGroup.group14());
          default -> null;
        });
  }

  private static KexMethod dh(String name, String hash, DhGroup group) {
    return new AgreementKex(name, hash, new DhAgreement(group));
  }

  private static KexMethod x25519Hybrid(String name, String hash, Kem kem) {
    return new HybridKex(name, hash, kem, new X25519Agreement(), X25519Agreement.LENGTH);
  }

  private static KexMethod ecdhHybrid(String name, String hash, Kem kem, EcdhAgreement ecdh) {
    return new HybridKex(name, hash, kem, ecdh, ecdh.publicKeyLength());
  }

  private static List<String> concatenate(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return Collections.unmodifiableList(all);
  }
}
