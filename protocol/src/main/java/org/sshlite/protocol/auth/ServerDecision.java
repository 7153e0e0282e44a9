package org.sshlite.protocol.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.key.SecurityKeyPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.ServerAnswer.Outcome;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;

/**
 * Decides about one request, off the loop: what the protocol itself demands first, then the
 * application.
 *
 * @param before what came before this request
 */
record ServerDecision(
    ServerAuth.Context context, ServerAuth.Progress before, UserauthRequest request) {
  /** Bytes; longer ones are refused before an expensive hash is made of them. OpenSSH's limit. */
  private static final int MAXIMUM_PASSWORD = 1024;

  ServerAnswer decide() {
    try (request) {
      NameList known = before.methods();
      NameList methods = known == null ? withoutNone(authenticator().methods(user())) : known;
      String banner = known == null ? authenticator().banner(user()).orElse("") : "";
      return new ServerAnswer(methods, banner, outcome(methods));
    }
  }

  private Outcome outcome(NameList methods) {
    return switch (request.method()) {
      case AuthMethod.None _ -> of(authenticator().none(user()), null);
      case AuthMethod method when !methods.contains(method.name()) -> new Outcome.Failure();
      case AuthMethod.Password(var password, var newPassword)
          when newPassword == null && isAcceptable(password) ->
          of(authenticator().password(user(), password), null);
      case AuthMethod.PublicKey method -> publicKey(method);
      case AuthMethod.Password _, AuthMethod.Unknown _ -> new Outcome.Failure();
    };
  }

  private Outcome publicKey(AuthMethod.PublicKey method) {
    String algorithm = method.algorithm();
    PublicKey key = key(method).orElse(null);
    if (key == null || !authenticator().acceptable(user(), key, algorithm)) {
      return new Outcome.Failure();
    }
    byte[] signature = method.signature();
    if (signature == null) {
      return new Outcome.KeyOk(new UserauthPkOk(algorithm, method.blob()));
    }
    byte[] data = SignedData.of(context.sessionIdentifier(), user(), algorithm, method.blob());
    return verify(key, algorithm, data, signature)
        ? of(authenticator().publicKey(user(), key, algorithm), plain(key))
        : new Outcome.Failure();
  }

  /** A token's signature counts by what it vouches for, which the application judges. */
  private boolean verify(PublicKey key, String algorithm, byte[] data, byte[] signature) {
    boolean good;
    if (plain(key) instanceof SecurityKeyPublicKey token) {
      String own = key instanceof Certificate ? SignatureAlgorithms.plain(algorithm) : algorithm;
      Optional<SecurityKeyAssertion> assertion = token.verifyAssertion(own, data, signature);
      if (assertion.isPresent()) {
        return authenticator().suffices(user(), key, assertion.get());
      }
      good = false;
    } else {
      good = key.verifyNamed(algorithm, data, signature);
    }
    if (!good) {
      authenticator().keyRefused(user(), "the signature is not one of key " + key.fingerprint());
    }
    return good;
  }

  /** The key, if it is one that may sign by the algorithm announced, and that may be accepted. */
  private Optional<PublicKey> key(AuthMethod.PublicKey method) {
    String algorithm = method.algorithm();
    UserKeyRules rules =
        authenticator()
            .keyRules(user())
            .orElse(UserKeyRules.of(context.options().signatureAlgorithms()));
    if (!rules.algorithms().contains(algorithm)) {
      return refuse(
          "signature algorithm " + Printable.line(algorithm) + " not in PubkeyAcceptedAlgorithms");
    }
    PublicKey key;
    try {
      key = Certificate.readKeyOrCertificate(method.blob(), rules.minimumRsaBits());
    } catch (MalformedException e) {
      // RFC 4252 §7: keys that are not supported, or not keys at all, fail like all others
      return refuse("refusing " + Printable.line(algorithm) + " key: " + e.getMessage());
    }
    if (!key.namedAlgorithms().contains(algorithm)) {
      return refuse(
          "key type mismatch for decoded key (received %s, expected %s)"
              .formatted(key.type(), Printable.line(algorithm)));
    }
    // one key cannot stand for two steps, and a certificate does not make it another one
    if (before.keys().contains(plain(key))) {
      return refuse("refusing previously-used key " + key.fingerprint());
    }
    return Optional.of(key);
  }

  private Optional<PublicKey> refuse(String reason) {
    authenticator().keyRefused(user(), reason);
    return Optional.empty();
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }

  private static Outcome of(AuthDecision decision, @Nullable PublicKey key) {
    return switch (decision) {
      case AuthDecision.Accepted() -> new Outcome.Success();
      case AuthDecision.Partial(var methods) -> new Outcome.Partial(withoutNone(methods), key);
      case AuthDecision.Refused() -> new Outcome.Failure();
    };
  }

  /** RFC 4252 §5.2: "none" is never listed. */
  private static NameList withoutNone(NameList methods) {
    List<String> names =
        methods.names().stream().filter(name -> !name.equals(AuthMethod.None.NAME)).toList();
    return new NameList(names);
  }

  /** RFC 4252 §8: UTF-8. Without a NUL, where a C library would see the end of it. */
  private static boolean isAcceptable(SecretBytes password) {
    byte[] bytes = password.bytes();
    if (bytes.length == 0 || bytes.length > MAXIMUM_PASSWORD) {
      return false;
    }
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(text.array(), '\0');
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private UserAuthenticator authenticator() {
    return context.options().authenticator();
  }

  private String user() {
    return request.user();
  }
}
