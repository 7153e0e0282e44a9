package org.sshlite.protocol.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;

/**
 * The server's decisions about users (RFC 4252). Called on a virtual thread, one call at a time for
 * a connection, and may block. What it answers for a user who does not exist must not differ, in
 * content or in time, from what it answers for one with wrong credentials.
 */
public interface UserAuthenticator {
  /**
   * The methods that can continue, for SSH_MSG_USERAUTH_FAILURE: {@code publickey,password}. Asked
   * once for each user name.
   */
  NameList methods(String user);

  /** A banner to send before authentication, RFC 4252 §5.4. */
  default Optional<String> banner(String user) {
    return Optional.empty();
  }

  /**
   * Whether nothing lets this user in any more, whatever he answers: the connection is ended in
   * place of an answer. Asked before a request is decided, and after.
   */
  default boolean denies(String user) {
    return false;
  }

  /** What the user is told, as a banner, before the answer to a request that was just decided. */
  default Optional<String> notice(String user) {
    return Optional.empty();
  }

  /** The "none" method, RFC 4252 §5.2. */
  default AuthDecision none(String user) {
    return new AuthDecision.Refused();
  }

  /**
   * Whether an empty password comes as far as {@link #password}. Without this it is refused like
   * one that is too long: it is the first guess of everybody.
   */
  default boolean takesEmptyPassword(String user) {
    return false;
  }

  /**
   * The "password" method, RFC 4252 §8.
   *
   * @param password up to 1024 bytes of UTF-8 without a NUL, and at least one unless {@link
   *     #takesEmptyPassword}: others are refused before they get here; erased when this returns
   */
  AuthDecision password(String user, SecretBytes password);

  /**
   * The "password" method with a new password, RFC 4252 §8: after {@link
   * AuthDecision.ChangePassword}, or out of the blue. A server that changes none refuses.
   *
   * @param password as in {@link #password}
   * @param newPassword as in {@link #password}
   * @return accepted when it was changed and nothing else is needed
   */
  default AuthDecision changePassword(String user, SecretBytes password, SecretBytes newPassword) {
    return new AuthDecision.Refused();
  }

  /**
   * The "keyboard-interactive" method, RFC 4256: any number of rounds, in whatever way the
   * application decides. Runs on a virtual thread of its own and may block, and no other call comes
   * before it has returned, even if the client has turned to another method meanwhile. It may
   * return after the connection has ended; then nobody looks at what it returns.
   *
   * <p>Who does not exist gets the same questions: see above.
   *
   * @param submethods the devices that the client would like to be asked by, each named once; none
   *     for the server's choice
   * @throws ConversationEndedException when the conversation did; counts as a refusal
   */
  default AuthDecision keyboardInteractive(
      String user, List<String> submethods, Conversation conversation)
      throws ConversationEndedException {
    return new AuthDecision.Refused();
  }

  /** What keys of the user's may be; empty for what the server has for all. */
  default Optional<UserKeyRules> keyRules(String user) {
    return Optional.empty();
  }

  /**
   * A key that failed before {@link #acceptable} could be asked, or a signature that was none of
   * its key's. For the log: the peer is told nothing but that the request failed.
   *
   * @param reason one line, safe to print
   */
  default void keyRefused(String user, String reason) {}

  /** Is told that a key which is acceptable has not made the signature that came with it. */
  default void signatureRefused(String user, PublicKey key) {
    keyRefused(user, wrongSignature(key));
  }

  /** Why, in words. */
  static String wrongSignature(PublicKey key) {
    return "the signature is not one of key " + key.fingerprint();
  }

  /**
   * The query form of "publickey": would this key do, if it signed? RFC 4252 §7. The signature
   * itself is checked by the protocol.
   *
   * @param algorithm the signature algorithm that the client announces
   */
  boolean acceptable(String user, PublicKey key, String algorithm);

  /**
   * "publickey" with a signature that was verified. Called only after {@link #acceptable} said yes,
   * and not again for a key that took part in a partial success.
   */
  AuthDecision publicKey(String user, PublicKey key, String algorithm);

  /**
   * Whether what a token vouched for in its signature is enough, OpenSSH PROTOCOL.u2f. Asked
   * between {@link #acceptable} and {@link #publicKey}; without a rule of the application's, a
   * touch is.
   *
   * @param key a key in a token, or its certificate
   */
  default boolean suffices(String user, PublicKey key, SecurityKeyAssertion assertion) {
    return assertion.userPresent();
  }
}
