package org.sshlite.sshd.auth;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sshlite.sshd.login.TotpSecret;

/** One of a users file, a line there: {@code name:hash}, and behind it what else he has. */
record ListedUser(
    String name, PasswordHash hash, Optional<TotpSecret> totp, Optional<String> account) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}");
  private static final String TOTP = "totp=";
  private static final String ACCOUNT = "account=";

  /** What is wrong with a line. */
  static final class NoneException extends Exception {
    private static final long serialVersionUID = 1;

    private NoneException(String message) {
      super(message);
    }
  }

  /** Whether a name can stand in a line. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether there is a user in a line at all. */
  static boolean isIn(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  static ListedUser parse(String line) throws NoneException {
    String[] fields = line.strip().split(":", -1);
    Optional<PasswordHash> password =
        fields.length < 2 ? Optional.empty() : PasswordHash.parse(fields[1].strip());
    if (password.isEmpty() || !isName(fields[0])) {
      throw new NoneException("not a line of name:argon2id-hash");
    }
    if (password.get().memory() > PasswordHash.mostMemory()) {
      throw new NoneException(
          "a hash that takes %d KiB of memory, where the heap has %d for one"
              .formatted(password.get().memory(), PasswordHash.mostMemory()));
    }
    ListedUser user = new ListedUser(fields[0], password.get(), Optional.empty(), Optional.empty());
    for (int i = 2; i < fields.length; i++) {
      user = user.with(fields[i]);
    }
    return user;
  }

  private ListedUser with(String field) throws NoneException {
    if (field.startsWith(TOTP) && totp.isEmpty()) {
      Optional<TotpSecret> secret = TotpSecret.parse(field.substring(TOTP.length()));
      if (secret.isPresent()) {
        return new ListedUser(name, hash, secret, account);
      }
      throw new NoneException("not a totp= with a secret in base32");
    }
    if (field.startsWith(ACCOUNT) && account.isEmpty()) {
      String of = field.substring(ACCOUNT.length());
      if (isName(of)) {
        return new ListedUser(name, hash, totp, Optional.of(of));
      }
    }
    throw new NoneException("neither a totp= with a secret in base32 nor an account=");
  }

  /** The line. */
  @Override
  public String toString() {
    return name
        + ":"
        + hash
        + totp.map(secret -> ":" + TOTP + secret.base32()).orElse("")
        + account.map(of -> ":" + ACCOUNT + of).orElse("");
  }
}
