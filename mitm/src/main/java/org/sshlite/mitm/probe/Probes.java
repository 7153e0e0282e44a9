package org.sshlite.mitm.probe;

import java.util.List;
import java.util.stream.Stream;

/** All probes, in the order in which they run. */
public final class Probes {
  private static final List<Probe> ALL =
      Stream.of(
              OutOfOrder.all(),
              Lengths.all(),
              EphemeralKeys.all(),
              GroupRequests.all(),
              Integrity.all(),
              Services.all(),
              Logins.all(),
              Signatures.all(),
              Channels.all(),
              Windows.all(),
              Limits.all())
          .flatMap(List::stream)
          .toList();

  private Probes() {}

  public static List<Probe> all() {
    return ALL;
  }
}
