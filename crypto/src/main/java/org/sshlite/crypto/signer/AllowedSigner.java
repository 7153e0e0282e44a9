package org.sshlite.crypto.signer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.KeyOption;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.wire.MalformedException;

/**
 * The key and options of a line of an allowed_signers file.
 *
 * @param certAuthority the key signs certificates of signers, and nothing else
 * @param namespaces what may be signed; empty for everything
 * @param validAfter from then on
 * @param validBefore until then, inclusive as in OpenSSH
 */
record AllowedSigner(
    PublicKey key,
    boolean certAuthority,
    Optional<PatternList> namespaces,
    Optional<Instant> validAfter,
    Optional<Instant> validBefore) {
  /** What refusals of options name, and those of {@link KeyOption}. */
  static final String OPTIONS = "key options";

  /**
   * @param text the line from its options on
   * @param zone of times without Z
   */
  static AllowedSigner parse(String text, ZoneId zone) throws MalformedException {
    PublicKeyLine line = PublicKeyLine.parse(text, Certificate::readKeyOrCertificate);
    AllowedSigner signer =
        new AllowedSigner(line.key(), false, Optional.empty(), Optional.empty(), Optional.empty());
    for (KeyOption option : line.optionList()) {
      signer = signer.with(option, zone);
    }
    if (signer.validAfter.isPresent()
        && signer.validBefore.isPresent()
        && !signer.validBefore.get().isAfter(signer.validAfter.get())) {
      throw new MalformedException(OPTIONS, "valid-before", "not after valid-after");
    }
    return signer;
  }

  /** An option that is not known may be a restriction, so it makes the line useless. */
  private AllowedSigner with(KeyOption option, ZoneId zone) throws MalformedException {
    return switch (option.name()) {
      case "cert-authority" -> {
        if (option.value().isPresent()) {
          throw malformed(option, "has a value");
        }
        yield new AllowedSigner(key, true, namespaces, validAfter, validBefore);
      }
      case "namespaces" -> {
        once(option, namespaces);
        PatternList list = PatternList.parse(value(option));
        yield new AllowedSigner(key, certAuthority, Optional.of(list), validAfter, validBefore);
      }
      case "valid-after" -> {
        once(option, validAfter);
        Optional<Instant> time = Optional.of(time(option, zone));
        yield new AllowedSigner(key, certAuthority, namespaces, time, validBefore);
      }
      case "valid-before" -> {
        once(option, validBefore);
        Optional<Instant> time = Optional.of(time(option, zone));
        yield new AllowedSigner(key, certAuthority, namespaces, validAfter, time);
      }
      default -> throw malformed(option, "unknown key option");
    };
  }

  private static void once(KeyOption option, Optional<?> before) throws MalformedException {
    if (before.isPresent()) {
      throw malformed(option, "multiple clauses");
    }
  }

  private static String value(KeyOption option) throws MalformedException {
    return option.value().orElseThrow(() -> malformed(option, "missing value"));
  }

  private static Instant time(KeyOption option, ZoneId zone) throws MalformedException {
    return AbsoluteTime.parse(value(option), zone)
        .filter(time -> time.isAfter(Instant.EPOCH)) // 0 is OpenSSH's "no limit"
        .orElseThrow(() -> malformed(option, "invalid time"));
  }

  private static MalformedException malformed(KeyOption option, String problem) {
    return new MalformedException(OPTIONS, option.name(), problem);
  }

  /** Whether the line is about the key: the very one, or one certified by it. */
  boolean isAbout(PublicKey signer) {
    return certAuthority
        ? signer instanceof Certificate certificate && certificate.caKey().equals(key)
        : key.equals(signer);
  }

  /** Why the signer may not sign for the namespace then; empty where nothing speaks against it. */
  Optional<String> refuse(Optional<String> namespace, Instant time, ZoneId zone) {
    if (namespace.isPresent()
        && namespaces.isPresent()
        && !namespaces.get().matches(namespace.get())) {
      return Optional.of(
          "key is not permitted for use in signature namespace \"" + namespace.get() + "\"");
    }
    if (validAfter.isPresent() && time.isBefore(validAfter.get())) {
      return Optional.of(
          "key is not yet valid: verify time "
              + format(time, zone)
              + " < valid-after "
              + format(validAfter.get(), zone));
    }
    if (validBefore.isPresent() && time.isAfter(validBefore.get())) {
      return Optional.of(
          "key has expired: verify time "
              + format(time, zone)
              + " > valid-before "
              + format(validBefore.get(), zone));
    }
    return Optional.empty();
  }

  private static String format(Instant time, ZoneId zone) {
    return AbsoluteTime.format(time.getEpochSecond(), zone);
  }
}
