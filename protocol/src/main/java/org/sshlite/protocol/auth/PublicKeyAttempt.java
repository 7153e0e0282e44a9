package org.sshlite.protocol.auth;

import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.auth.ClientAnswer.Offer;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.transport.SessionIdentity;

/** "publickey", RFC 4252 §7, of a client: a key is asked about before it signs. */
sealed interface PublicKeyAttempt extends ClientAttempt {
  /** The credentials look for the next key. */
  record Choosing() implements PublicKeyAttempt {}

  /** The server is asked about a key. */
  record Query(Offer offer) implements PublicKeyAttempt {}

  /** The server accepts the key, which signs. */
  record Signing(Offer offer, AuthMethod.PublicKey request) implements PublicKeyAttempt {}

  /** The signature is sent. */
  record Signature() implements PublicKeyAttempt {}

  /** An attempt together with what happened in it. */
  record At(PublicKeyAttempt attempt, AuthEvent event) {}

  static AuthState.Step start(ClientLogin login) {
    ClientAuthOptions options = login.context().options();
    List<String> theirs = List.copyOf(options.serverSignatureAlgorithms().get());
    return login.ask(
        new Choosing(),
        () -> ClientQuestions.nextKey(login.credentials(), options.signatureAlgorithms(), theirs));
  }

  @Override
  default String method() {
    return AuthMethod.PublicKey.NAME;
  }

  @Override
  default boolean isOut() {
    return this instanceof Query || this instanceof Signature;
  }

  /** A query is answered by PK_OK or FAILURE alone. */
  @Override
  default boolean maySucceed() {
    return this instanceof Signature;
  }

  @Override
  default AuthState.Step on(ClientLogin login, AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Choosing _, ClientAnswer.NextKey(var offer)) ->
          offer.isPresent() ? query(login, offer.get()) : login.usedUp(method());
      case At(Query(var offer), AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthPkOk.NUMBER ->
          sign(login, offer, message);
      case At(Signing(_, var request), ClientAnswer.Signed(var signature)) ->
          signature.isPresent()
              ? login.request(request.signed(signature.get()), new Signature())
              : login.next();
      default -> throw login.unexpected(this, event);
    };
  }

  private static AuthState.Step query(ClientLogin login, Offer offer) throws RefusedException {
    AuthMethod method = new AuthMethod.PublicKey(offer.algorithm(), offer.blob(), null);
    return login.request(method, new Query(offer));
  }

  /**
   * Signs for exactly the key and algorithm asked about, RFC 4252 §7, and for this host alone where
   * the server takes that; queries name no host, as OpenSSH's. Which key is meant, its blob says;
   * npm's ssh2 names {@code ssh-rsa} in each answer about an RSA key.
   */
  private static AuthState.Step sign(ClientLogin login, Offer offer, UserauthMethodMessage message)
      throws RefusedException {
    UserauthPkOk answer;
    try {
      answer = message.pkOk();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    if (!isAbout(offer, answer)) {
      throw new RefusedException(
          new Refusal.Malformed("SSH_MSG_USERAUTH_PK_OK", "public key", "not the one asked about"));
    }
    SessionIdentity session = login.context().session();
    boolean hostBound = login.context().options().hostBound().getAsBoolean();
    AuthMethod.PublicKey request =
        new AuthMethod.PublicKey(
            offer.algorithm(), offer.blob(), hostBound ? session.hostKey() : null, null);
    byte[] data = SignedData.of(session.identifier(), login.user(), request);
    return login.ask(
        new Signing(offer, request), () -> ClientQuestions.sign(login.credentials(), offer, data));
  }

  private static boolean isAbout(Offer offer, UserauthPkOk answer) {
    return SignatureAlgorithms.keyType(answer.algorithm())
            .equals(SignatureAlgorithms.keyType(offer.algorithm()))
        && Arrays.equals(answer.blob(), offer.blob());
  }
}
