package org.sshlite.sshd;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.protocol.auth.Conversation;
import org.sshlite.protocol.auth.ConversationEndedException;
import org.sshlite.sshd.auth.PasswordDevice;
import org.sshlite.sshd.auth.TotpDevice;
import org.sshlite.sshd.auth.TotpSecret;

/**
 * What asks a person who wants to log in, in the "keyboard-interactive" method (RFC 4256): for a
 * password, a code, whatever it likes. One object for all logins; called on virtual threads,
 * several at once, each for one login; may block for as long as the person thinks.
 */
public interface LoginDevice {
  /**
   * {@code passwords}: asks for a password, and for a new one where it is to be changed.
   *
   * @param passwords may be {@link ExpiringPasswords}
   */
  static LoginDevice passwords(PasswordDirectory passwords) {
    return new PasswordDevice(passwords);
  }

  /**
   * {@code totp}: asks for a code of an authenticator app (RFC 6238, six digits, 30 s), as a second
   * step. Each code is good once, and guesses are limited; so there is one device for a server.
   *
   * @param secrets in base32, of users who have one; asked on virtual threads
   */
  static LoginDevice totp(Function<String, Optional<String>> secrets) {
    return new TotpDevice(
        user -> secrets.apply(user).flatMap(TotpSecret::parse), InstantSource.system());
  }

  /** As in {@code AuthenticationMethods publickey,keyboard-interactive:NAME}: {@code totp}. */
  String name();

  /**
   * Asks, and decides.
   *
   * <p>For a user who does not exist it asks the same questions, and takes as long. Answers are to
   * be closed once they are compared.
   *
   * @param user the name as it came, not escaped
   * @return whether it is that user
   * @throws ConversationEndedException when nobody answers: to be let through
   */
  boolean authenticate(String user, Conversation conversation) throws ConversationEndedException;

  /**
   * Whether it is too little to log in with by itself: then it is asked only where a list of
   * methods names it.
   */
  default boolean isSecondStep() {
    return false;
  }
}
