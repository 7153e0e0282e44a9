package org.sshlite.protocol.connection;

import java.util.OptionalInt;

/**
 * How routers on the way are asked to treat a connection, by what it is used for. Each is the IP
 * header's field that holds the DSCP, RFC 2474 §3: 0 to 255; empty leaves it as it was.
 *
 * @param interactive while no open channel moves bulk, which is also before there are any
 * @param bulk while one does: a session without a terminal, or what is forwarded
 */
public record ServiceClasses(OptionalInt interactive, OptionalInt bulk) {
  /** The system's own, always. */
  public static final ServiceClasses NONE =
      new ServiceClasses(OptionalInt.empty(), OptionalInt.empty());

  public ServiceClasses {
    check(interactive);
    check(bulk);
  }

  private static void check(OptionalInt field) {
    if (field.isPresent() && (field.getAsInt() < 0 || field.getAsInt() > 255)) {
      throw new IllegalArgumentException("not a byte: " + field.getAsInt());
    }
  }
}
