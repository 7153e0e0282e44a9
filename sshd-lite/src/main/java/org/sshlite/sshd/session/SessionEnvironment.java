package org.sshlite.sshd.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.sshd.process.Account;

/**
 * The environment of a session's process, sshd(8) LOGIN PROCESS: what the client may send comes
 * first, so that it cannot change what the server sets. Nothing of the server's own is in it but
 * TZ.
 */
final class SessionEnvironment {
  private static final String ROOT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String USER_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/games";
  private static final String MAIL_FOLDER = "/var/mail/";

  private final Map<String, byte[]> values = new LinkedHashMap<>();

  void put(String name, byte[] value) {
    values.put(name, value);
  }

  void put(String name, String value) {
    put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What every session gets.
   *
   * @param pam whether modules say where there is mail
   */
  void putAccount(Account account, boolean pam) {
    put("USER", account.name());
    put("LOGNAME", account.name());
    put("HOME", account.home());
    put("PATH", account.uid() == 0 ? ROOT_PATH : USER_PATH);
    if (!pam) {
      put("MAIL", MAIL_FOLDER + account.name());
    }
    put("SHELL", account.shell());
    String timeZone = System.getenv("TZ");
    if (timeZone != null) {
      put("TZ", timeZone);
    }
  }

  /** {@code NAME=value} each, from PAM: none that only this server says. As sshd. */
  void putModules(List<String> settings) {
    putAll(
        settings.stream()
            .filter(each -> !each.startsWith("SSH_AUTH_INFO"))
            .filter(each -> !each.startsWith("SSH_CONNECTION"))
            .toList());
  }

  /** {@code NAME=value} each, from the configuration. */
  void putAll(List<String> settings) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      put(setting.substring(0, equals), setting.substring(equals + 1));
    }
  }

  void putConnection(ConnectionEnds ends) {
    put("SSH_CLIENT", ends.remote() + " " + ends.remotePort() + " " + ends.localPort());
    put("SSH_CONNECTION", ends.text());
  }

  /** Each {@code NAME=value}. */
  List<byte[]> entries() {
    return values.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
  }

  private static byte[] entry(String name, byte[] value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    entry.write('=');
    entry.writeBytes(value);
    return entry.toByteArray();
  }
}
