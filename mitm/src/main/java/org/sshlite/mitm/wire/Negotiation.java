package org.sshlite.mitm.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.message.KexInit;

/** What someone on the wire learns from the two first KEXINITs, RFC 4253 §7.1. Thread-safe. */
public final class Negotiation {
  private @Nullable KexInit client;
  private @Nullable KexInit server;

  public Negotiation() {}

  public synchronized void follow(Unit unit) {
    if (unit.number() != KexInit.NUMBER) {
      return;
    }
    KexInit message = unit.message(KexInit.class).orElse(null);
    if (unit.direction() == Direction.TO_SERVER) {
      client = message;
    } else {
      server = message;
    }
  }

  /** The key exchange method that both ends choose; empty before both have spoken. */
  public Optional<String> kex() {
    return chosen(KexInitField.KEX);
  }

  /** RFC 4253 §7: whether the client's first packet after KEXINIT is a guess, and a wrong one. */
  public synchronized boolean guessIsWrong() {
    return client != null
        && server != null
        && client.firstKexPacketFollows()
        && !(sameFirst(KexInitField.KEX, client, server)
            && sameFirst(KexInitField.HOST_KEY, client, server));
  }

  private static boolean sameFirst(KexInitField field, KexInit a, KexInit b) {
    return field.of(a).names().stream()
        .findFirst()
        .equals(field.of(b).names().stream().findFirst());
  }

  /** Bytes of tag after each packet whose length is readable; empty where it is not. */
  public synchronized Optional<Integer> tagLength(Direction way) {
    boolean up = way == Direction.TO_SERVER;
    String cipher =
        chosen(up ? KexInitField.CIPHER_TO_SERVER : KexInitField.CIPHER_TO_CLIENT).orElse("");
    String mac = chosen(up ? KexInitField.MAC_TO_SERVER : KexInitField.MAC_TO_CLIENT).orElse("");
    if (cipher.contains("gcm")) {
      return Optional.of(16);
    }
    if (!cipher.contains("-ctr") || !mac.contains("-etm@")) {
      return Optional.empty();
    }
    return switch (mac) {
      case "hmac-sha2-256-etm@openssh.com" -> Optional.of(32);
      case "hmac-sha2-512-etm@openssh.com" -> Optional.of(64);
      case "hmac-sha1-etm@openssh.com" -> Optional.of(20);
      case "umac-64-etm@openssh.com" -> Optional.of(8);
      case "umac-128-etm@openssh.com" -> Optional.of(16);
      default -> Optional.empty();
    };
  }

  private synchronized Optional<String> chosen(KexInitField field) {
    if (client == null || server == null) {
      return Optional.empty();
    }
    var offered = field.of(server);
    return field.of(client).names().stream().filter(offered::contains).findFirst();
  }
}
