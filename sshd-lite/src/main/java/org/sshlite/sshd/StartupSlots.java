package org.sshlite.sshd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits connections that have not logged in, altogether and of one source. Any thread. */
final class StartupSlots {
  private final StartupLimit limit;
  private final SourceLimit sources;
  private final AtomicInteger taken = new AtomicInteger();

  StartupSlots(StartupLimit limit, SourceLimit sources) {
    this.limit = limit;
    this.sources = sources;
  }

  /** Told of a connection that a limit drops. */
  interface Dropped {
    /**
     * @param startups how many have not logged in
     * @param penalty for what its source is penalised; empty when there are too many
     */
    void because(int startups, Optional<String> penalty);
  }

  /** What one connection has until it has logged in, or is over. */
  final class Slot {
    private final Optional<InetAddress> address;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Slot(Optional<InetAddress> address) {
      this.address = address;
    }

    /** May be called again. */
    void release() {
      if (held.compareAndSet(true, false)) {
        taken.decrementAndGet();
        address.ifPresent(sources::leave);
      }
    }
  }

  /**
   * One for one more connection, unless its source is penalised or there are too many.
   *
   * @param address empty when it is not known
   */
  Optional<Slot> take(Optional<InetAddress> address, Dropped dropped) {
    Optional<Slot> slot = Optional.of(new Slot(address));
    int before = taken.getAndIncrement();
    boolean enters = false;
    try {
      Optional<String> penalty = address.flatMap(sources::refusal);
      boolean tooMany = limit.drops(before, ThreadLocalRandom.current().nextInt(100));
      enters = penalty.isEmpty() && !tooMany && address.map(sources::enter).orElse(true);
      if (!enters) {
        dropped.because(before, penalty);
      }
    } finally {
      if (!enters) { // also where there is no memory to ask
        taken.decrementAndGet();
      }
    }
    return enters ? slot : Optional.empty();
  }
}
