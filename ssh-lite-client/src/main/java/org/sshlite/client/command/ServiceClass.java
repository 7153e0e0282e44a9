package org.sshlite.client.command;

import java.util.Map;
import java.util.OptionalInt;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;

/** IPQoS of ssh_config(5): how routers on the way are asked to treat the connection, RFC 2474. */
final class ServiceClass {
  private static final int EXPEDITED = 46; // RFC 3246
  private static final int VOICE = 44; // RFC 5865
  private static final int LOWER_EFFORT = 1; // RFC 8622

  private static final Map<String, Integer> NAMED =
      Map.of("ef", EXPEDITED, "va", VOICE, "le", LOWER_EFFORT);

  private ServiceClass() {}

  /** For a person at a terminal the first of the two values counts, else the second. */
  static OptionalInt of(ClientConfig config) {
    String[] values = config.ipQos.get().split(" ");
    return field(isInteractive(config) ? values[0] : values[1]);
  }

  private static boolean isInteractive(ClientConfig config) {
    return config.sessionType.get() == SessionType.DEFAULT
        && config.requestTty.get() != RequestTty.NO;
  }

  private static OptionalInt field(String value) {
    if (value.equals("none")) {
      return OptionalInt.empty();
    }
    if (value.startsWith("0x")) {
      return OptionalInt.of(Integer.parseInt(value.substring(2), 16));
    }
    int codePoint =
        value.startsWith("cs")
            ? (value.charAt(2) - '0') << 3
            : value.startsWith("af")
                ? (value.charAt(2) - '0') << 3 | (value.charAt(3) - '0') << 1
                : NAMED.get(value);
    return OptionalInt.of(codePoint << 2);
  }
}
