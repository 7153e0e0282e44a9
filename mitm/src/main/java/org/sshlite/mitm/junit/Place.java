package org.sshlite.mitm.junit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where a client goes, and what it needs there; made anew for each manipulation. */
public final class Place {
  private final AtomicReference<Map<String, String>> values = new AtomicReference<>(Map.of());

  Place() {}

  void furnish(Map<String, String> with) {
    values.set(Map.copyOf(with));
  }

  private String value(String name) {
    return Optional.ofNullable(values.get().get(name))
        .orElseThrow(() -> new IllegalStateException("only while the test runs"));
  }

  /** An address of this machine. */
  public String host() {
    return value("host");
  }

  public int port() {
    return Integer.parseInt(value("port"));
  }

  public String user() {
    return value("user");
  }

  /** Good at the true host, as {@link #identity} is. */
  public String password() {
    return value("password");
  }

  /** The user's private key, a file in OpenSSH's format without a passphrase. */
  public Path identity() {
    return Path.of(value("identity"));
  }

  /** OpenSSH's known_hosts, which has the true host's keys as {@code [host]:port}. */
  public Path knownHosts() {
    return Path.of(value("known_hosts"));
  }

  /** The true host's key, {@code SHA256:…}. */
  public String fingerprint() {
    return value("fingerprint");
  }

  /** An empty folder. */
  public Path home() {
    return Path.of(value("home"));
  }
}
