package org.sshlite.protocol.auth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;

/**
 * What a client has to authenticate with. Called on a virtual thread, one call at a time, and may
 * block to ask a person or an agent.
 */
public interface UserCredentials {
  /** The user name to log in as. */
  String user();

  /**
   * Method names in the order to try them: {@code publickey, password}. Asked once; names not known
   * to the protocol are skipped.
   */
  List<String> methods();

  /**
   * Whether a key's signature is to name the host's key where the server takes that, OpenSSH
   * PROTOCOL §3.1: an agent can then tell whom it signs for. Called on the event loop: must not
   * block.
   */
  default boolean bindsToHost() {
    return true;
  }

  /**
   * The next key to try, each once; empty when there are no more. Its private half may still be
   * locked: {@link Signer#sign} is called only when the server accepts the key.
   */
  Optional<Signer> nextKey();

  /**
   * The key is not offered.
   *
   * @param reason why no signature of it would be accepted
   */
  default void skipped(Signer key, String reason) {}

  /** The server is asked whether it accepts the key. */
  default void offered(Signer key) {}

  /**
   * The server accepts the key, RFC 4252 §7; its signature is asked for next.
   *
   * @param algorithm what it is going to sign by
   */
  default void accepted(Signer key, String algorithm) {}

  /** The key, which the server accepts, did not sign; another may do. */
  default void signingFailed(Signer key, IOException reason) {}

  /**
   * A password to try, in UTF-8; empty to give up on passwords. Erased by the caller after use.
   *
   * @param attempt 1 for the first
   */
  Optional<SecretBytes> password(int attempt);

  /**
   * The password was right, or may have been, and is to be changed, RFC 4252 §8.
   *
   * @param prompt the server's, for a person: not yet escaped
   * @return erased by the caller after use; empty to give up on passwords
   */
  default Optional<PasswordChange> changePassword(String prompt) {
    return Optional.empty();
  }

  /**
   * Whether to try "keyboard-interactive", RFC 4256 §3.1, once more.
   *
   * @param attempt 1 for the first
   * @return the devices that the server is to ask by, none for those it likes; empty to give up
   */
  default Optional<List<String>> submethods(int attempt) {
    return Optional.empty();
  }

  /**
   * One round of "keyboard-interactive": what the server asks, if anything.
   *
   * @param challenge not yet escaped
   * @return as many answers as there are prompts, erased by the caller after use; empty to give up
   *     on the method
   */
  default Optional<Answers> answer(Challenge challenge) {
    return Optional.empty();
  }

  /** One factor of several was right, RFC 4252 §5.1. Called on the event loop: must not block. */
  default void partialSuccess(String method) {}

  /** The server's banner, RFC 4252 §5.4: not yet escaped. */
  default void banner(String message) {}
}
