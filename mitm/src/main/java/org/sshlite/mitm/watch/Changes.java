package org.sshlite.mitm.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From one round to the next: what is to be told. One thread. */
public final class Changes {
  private final boolean all;
  private Map<Sight.Place, Sight> before = Map.of();
  private boolean first = true;

  /**
   * @param all whether the first round tells of hosts that are believed too
   */
  public Changes(boolean all) {
    this.all = all;
  }

  /** A sight, and what was in its place before. */
  public record Change(Sight now, Optional<Sight> before) {}

  /**
   * The first time, what is not believed; then what is not as it was. A host that does no longer
   * differ by its ways has no sight for that.
   */
  public List<Change> of(List<Sight> round) {
    List<Change> changes =
        round.stream()
            .map(sight -> new Change(sight, Optional.ofNullable(before.get(sight.place()))))
            .filter(this::isToBeTold)
            .toList();
    Map<Sight.Place, Sight> now = new HashMap<>();
    round.forEach(sight -> now.put(sight.place(), sight));
    before = now;
    first = false;
    return changes;
  }

  private boolean isToBeTold(Change change) {
    if (change.before().isPresent()) {
      return !change.before().get().isAs(change.now());
    }
    return first && all || change.now().state() != State.BELIEVED;
  }
}
