package org.sshlite.sshd.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.cert.CertificatePermissions;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sshd.config.AddressList;
import org.sshlite.sshd.config.TokenRule;
import org.sshlite.sshd.permit.KeyPermissions;

/**
 * What a line of authorized_keys or of a principals file grants to its key, by its options, or what
 * a certificate grants.
 *
 * @param permissions what may be done with it
 * @param from who may use the key; empty for everybody
 * @param expires when it ends; empty for never
 * @param certAuthority the line's key signs certificates, and nothing else
 * @param principals those a certificate of that CA must name, in place of the user; empty for none
 * @param touchRequired of a key in a token: the signature must tell that someone touched it
 * @param verifyRequired of a key in a token: the signature must tell that it verified its user
 */
public record KeyGrant(
    KeyPermissions permissions,
    Optional<AddressList> from,
    Optional<Instant> expires,
    boolean certAuthority,
    Optional<List<String>> principals,
    boolean touchRequired,
    boolean verifyRequired) {
  /** No options. */
  public static final KeyGrant ALL =
      new KeyGrant(
          KeyPermissions.ALL,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          true,
          false);

  /**
   * @throws MalformedException with the option that is wrong or not supported
   */
  static KeyGrant parse(String options) throws MalformedException {
    return KeyGrantReader.read(options);
  }

  /** What a certificate that is valid here and now grants. */
  static KeyGrant of(CertificatePermissions permissions) {
    return new KeyGrant(
        KeyPermissions.of(permissions),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        !permissions.noTouchRequired(),
        permissions.verifyRequired());
  }

  /**
   * Without what was asked when it was found: a list of addresses may be long, and what is granted
   * is held as long as its connection.
   */
  KeyGrant judged() {
    return new KeyGrant(
        permissions,
        Optional.empty(),
        expires,
        false,
        Optional.empty(),
        touchRequired,
        verifyRequired);
  }

  /** The same, where the key's token need not be touched. */
  KeyGrant withoutTouch() {
    return new KeyGrant(
        permissions, from, expires, certAuthority, principals, false, verifyRequired);
  }

  /**
   * What is granted by both: each forbids for itself. Empty when two commands are forced, and they
   * are not the same.
   */
  Optional<KeyGrant> and(KeyGrant other) {
    Optional<Instant> first =
        expires.filter(end -> other.expires.filter(end::isAfter).isEmpty()).or(other::expires);
    return permissions
        .and(other.permissions)
        .map(
            both ->
                new KeyGrant(
                    both,
                    from.or(other::from),
                    first,
                    false,
                    Optional.empty(),
                    touchRequired || other.touchRequired,
                    verifyRequired || other.verifyRequired));
  }

  /** Whether {@code from=} names the peer, or nothing does. */
  boolean isFrom(String host, String address) {
    return from.isEmpty() || from.get().matches(host, address);
  }

  /**
   * Why the key may not be used, or empty.
   *
   * @param host the peer's name, or its address
   */
  Optional<String> refusal(String host, String address, Instant now) {
    if (!isFrom(host, address)) {
      return Optional.of("not permitted from " + address + " (from=)");
    }
    if (expires.isPresent() && !now.isBefore(expires.get())) {
      return Optional.of("expired at " + expires.get());
    }
    if (principals.isPresent() && !certAuthority) {
      return Optional.of("has principals= and is no CA's (cert-authority)");
    }
    return Optional.empty();
  }

  /**
   * What a token has not vouched for and must have, by the key's line or by the configuration;
   * empty if nothing.
   */
  Optional<String> missing(Set<TokenRule> rules, SecurityKeyAssertion assertion) {
    boolean touch = touchRequired || rules.contains(TokenRule.TOUCH_REQUIRED);
    boolean verify = verifyRequired || rules.contains(TokenRule.VERIFY_REQUIRED);
    if (touch && !assertion.userPresent()) {
      return Optional.of("user presence (authenticator touch)");
    }
    return verify && !assertion.userVerified()
        ? Optional.of("user verification")
        : Optional.empty();
  }
}
