package org.sshlite.mitm.wire;

import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.protocol.message.KexInit;

/** Edits the KEXINITs that go these ways. */
public record KexInitAlteration(Set<Direction> ways, UnaryOperator<KexInit> edit, String what)
    implements Alteration {
  public KexInitAlteration {
    ways = Set.copyOf(ways);
  }

  @Override
  public Passage apply(Unit unit, Evidence evidence) {
    if (!ways.contains(unit.direction()) || unit.number() != KexInit.NUMBER) {
      return Passage.unchanged(unit);
    }
    return unit.message(KexInit.class)
        .map(
            message -> {
              byte[] edited = PlainPackets.of(edit.apply(message));
              if (Arrays.equals(edited, PlainPackets.of(message))) {
                return Passage.unchanged(unit);
              }
              evidence.strike(what + ", " + unit.direction().text());
              return Passage.of(edited);
            })
        .orElseGet(() -> Passage.unchanged(unit));
  }
}
