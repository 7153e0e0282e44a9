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
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.Dialogue;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;

/**
 * Decides about one request, off the loop: what the protocol itself demands first, then the
 * application.
 *
 * @param before what came before this request
 * @param abandoned what is to come to its end first; null for nothing
 */
record ServerDecision(
    ServerAuth.Context context,
    ServerAuth.Progress before,
    UserauthRequest request,
    @Nullable Dialogue<AuthDecision> abandoned) {

  ServerAnswer decide() {
    try (request) {
      if (abandoned != null) {
        abandoned.awaitEnd();
      }
      NameList known = before.methods();
      NameList methods = known == null ? withoutNone(authenticator().methods(user())) : known;
      String banner = known == null ? authenticator().banner(user()).orElse("") : "";
      Outcome outcome = authenticator().denies(user()) ? new Outcome.Denied() : outcome(methods);
      return ServerAnswer.told(authenticator(), user(), methods, banner, outcome);
    }
  }

  private Outcome outcome(NameList methods) {
    return switch (request.method()) {
      case AuthMethod.None _ -> of(authenticator().none(user()), null);
      case AuthMethod method when !methods.contains(method.listedName()) -> new Outcome.Failure();
      case AuthMethod.Password method -> password(method);
      case AuthMethod.PublicKey method -> publicKey(method);
      case AuthMethod.KeyboardInteractive(var submethods) -> {
        Dialogue<AuthDecision> dialogue = new Dialogue<>(new AuthDecision.Refused());
        yield of(
            dialogue.start(
                conversation ->
                    authenticator().keyboardInteractive(user(), submethods, conversation)),
            dialogue);
      }
      case AuthMethod.Unknown _ -> new Outcome.Failure();
    };
  }

  /** Longer passwords are refused before an expensive hash is made of them: OpenSSH's limit. */
  private Outcome password(AuthMethod.Password method) {
    SecretBytes password = method.password();
    SecretBytes newPassword = method.newPassword();
    boolean possible =
        isPassword(password)
            || password.length() == 0 && authenticator().takesEmptyPassword(user());
    if (!possible || newPassword != null && !isPassword(newPassword)) {
      return new Outcome.Failure();
    }
    AuthDecision decision =
        newPassword == null
            ? authenticator().password(user(), password)
            : authenticator().changePassword(user(), password, newPassword);
    return decision instanceof AuthDecision.ChangePassword(var prompt)
        ? new Outcome.ChangePassword(prompt)
        : of(decision, null);
  }

  private static boolean isPassword(SecretBytes text) {
    return text.length() > 0 && isAnswer(text);
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
    byte[] data = SignedData.of(context.session().identifier(), user(), method);
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
      authenticator().signatureRefused(user(), key);
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
      case AuthDecision.Refused _, AuthDecision.ChangePassword _ -> new Outcome.Failure();
    };
  }

  static Outcome of(Dialogue.Turn<AuthDecision> turn, Dialogue<AuthDecision> dialogue) {
    return switch (turn) {
      case Dialogue.Turn.Asked<AuthDecision>(var challenge) -> new Outcome.Ask(challenge, dialogue);
      case Dialogue.Turn.Decided<AuthDecision>(var decision) -> of(decision, null);
    };
  }

  /** RFC 4252 §5.2: "none" is never listed. */
  private static NameList withoutNone(NameList methods) {
    List<String> names =
        methods.names().stream().filter(name -> !name.equals(AuthMethod.None.NAME)).toList();
    return new NameList(names);
  }

  /** RFC 4252 §8, RFC 4256 §3.4: UTF-8. Without a NUL, where a C library would see the end. */
  static boolean isAnswer(SecretBytes text) {
    byte[] bytes = text.bytes();
    if (bytes.length > Conversation.MAXIMUM_ANSWER) {
      return false;
    }
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(decoded.array(), '\0');
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
