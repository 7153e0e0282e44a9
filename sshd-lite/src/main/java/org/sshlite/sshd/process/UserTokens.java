package org.sshlite.sshd.process;

/**
 * The tokens of sshd_config(5) that stand for a user: {@code %%}, {@code %h}, {@code %u}, {@code
 * %U}. Others stay as they are.
 *
 * @param user the name that logs in
 */
public record UserTokens(Account account, String user) {
  /** In one pass: what is put in is not itself taken for a token. */
  public String expand(String text) {
    StringBuilder expanded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      String value =
          switch (c == '%' ? next : 0) {
            case '%' -> "%";
            case 'h' -> account.home();
            case 'u' -> user;
            case 'U' -> String.valueOf(account.uid());
            default -> "";
          };
      if (value.isEmpty()) {
        expanded.append(c);
      } else {
        expanded.append(value);
        i++;
      }
    }
    return expanded.toString();
  }
}
