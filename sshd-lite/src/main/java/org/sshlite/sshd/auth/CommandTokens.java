package org.sshlite.sshd.auth;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/** The tokens that the arguments of a command may hold, sshd_config(5) TOKENS. */
final class CommandTokens {
  private final Map<Character, String> values;

  private CommandTokens(Map<Character, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Of a user's name alone. */
  static CommandTokens ofUser(String user) {
    return new CommandTokens(Map.of('%', "%", 'u', user));
  }

  /**
   * Of AuthorizedKeysCommand.
   *
   * @param user the name that logs in
   */
  static CommandTokens of(Account account, String user, ConnectionEnds ends, PublicKey key) {
    return new CommandTokens(all(account, user, ends, key));
  }

  /** Of AuthorizedPrincipalsCommand, which is told of the CA as well. */
  static CommandTokens of(
      Account account, String user, ConnectionEnds ends, Certificate certificate) {
    Map<Character, String> values = all(account, user, ends, certificate);
    PublicKey ca = certificate.caKey();
    values.put('T', ca.type());
    values.put('F', ca.fingerprint());
    values.put('K', base64(ca));
    values.put('i', certificate.fields().keyId());
    values.put('s', Long.toUnsignedString(certificate.fields().serial()));
    return new CommandTokens(values);
  }

  private static Map<Character, String> all(
      Account account, String user, ConnectionEnds ends, PublicKey key) {
    Map<Character, String> values = new HashMap<>();
    values.put('%', "%");
    // in the order that OpenSSH has them in, whatever its manual says
    values.put(
        'C',
        "%s %d %s %d".formatted(ends.local(), ends.localPort(), ends.remote(), ends.remotePort()));
    values.put('D', ""); // Linux has no routing domains
    values.put('U', Integer.toUnsignedString(account.uid()));
    values.put('u', user);
    values.put('h', account.home());
    values.put('t', key.type());
    values.put('f', key.fingerprint());
    values.put('k', base64(key));
    return values;
  }

  private static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.blob());
  }

  /** With all of them replaced, in one pass; empty where there is one that does not exist. */
  Optional<String> expand(String text) {
    StringBuilder expanded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        expanded.append(text.charAt(i));
        continue;
      }
      String value = ++i < text.length() ? values.get(text.charAt(i)) : null;
      if (value == null) {
        return Optional.empty();
      }
      expanded.append(value);
    }
    return Optional.of(expanded.toString());
  }
}
