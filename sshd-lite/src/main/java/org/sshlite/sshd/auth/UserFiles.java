package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.process.Account;

/**
 * Where the configuration says that a user's files are: names with tokens, relative ones in the
 * account's home folder.
 *
 * @param own whether the user is the account; if not he has no folder of his own, and only files
 *     that carry his name are his
 */
record UserFiles(
    Account account, String user, boolean own, Optional<StrictModes> modes, StderrLog log) {
  /** Empty where the file is not this user's. */
  Optional<TrustedFile> file(String name) {
    return own || name.replace("%%", "").contains("%u")
        ? Optional.of(new TrustedFile(expand(name), modes, log))
        : Optional.empty();
  }

  private Path expand(String file) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < file.length(); i++) {
      char c = file.charAt(i);
      char next = i + 1 < file.length() ? file.charAt(i + 1) : 0;
      String value =
          switch (c == '%' ? next : 0) {
            case '%' -> "%";
            case 'h' -> account.home();
            case 'u' -> user;
            case 'U' -> String.valueOf(account.uid());
            default -> "";
          };
      if (value.isEmpty()) {
        path.append(c);
      } else {
        path.append(value);
        i++;
      }
    }
    String text = path.toString();
    String fromHome = text.startsWith("~/") ? text.substring(2) : text;
    return Path.of(account.home()).resolve(fromHome);
  }
}
