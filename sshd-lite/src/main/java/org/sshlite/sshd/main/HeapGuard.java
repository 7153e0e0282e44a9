package org.sshlite.sshd.main;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.RateLimit;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * What is left of the heap, in which all are served: where it is little, those who are in keep it,
 * and nobody else is let in. A JVM whose heap is full does not fail: it collects all the time and
 * serves nobody. Such a server ends, in one line, and whoever supervises it starts the next. Any
 * thread.
 */
final class HeapGuard {
  /** Percent of what lives long, right after that was collected: from here on it is little. */
  private static final int MUCH = 90;

  /** Percent of the time. */
  private static final int ALWAYS = 50;

  /** So long it collects as good as always before this gives up. */
  private static final int PATIENCE_SECONDS = 10;

  /** So long it may be unable to look for want of memory before this gives up. */
  private static final int LONGEST_BLIND_SECONDS = 30;

  /** Until the heap is collected to see whether there is room again, if that took no time. */
  private static final int LOOK_AGAIN_SECONDS = 5;

  /** Of the time, the part that this takes at most. */
  private static final int PART_FOR_LOOKING = 20;

  /** Bytes that are let go of for the last line. */
  private static final int RESERVE = 256 * 1024;

  private static final byte[] NONE = new byte[0];

  private static final int MEBIBYTE = 1024 * 1024;

  /** Nobody fills a heap sooner, and a start has other things to do than to load what looks. */
  private static final int FIRST_SECONDS = 3;

  private static final int NAME_AGAIN_SECONDS = 60;

  private final StderrLog log;
  private final Consumer<Supplier<String>> end;
  private final RateLimit refusals = new RateLimit(RateLimit.STARTUPS);
  private final HeapUsers users = new HeapUsers();

  /** What lives long; null until it is looked at. */
  private volatile @Nullable MemoryPoolMXBean old;

  // of the thread that looks, from one look to the next
  private long then;
  private long collected = -1;
  private long busy;
  private boolean little;
  private long lookAgain;
  private long nameAgain = System.nanoTime();

  private byte[] reserve = new byte[RESERVE];

  /** Made while there is memory: to link a lambda takes some. */
  private final Supplier<String> reason =
      () -> "Out of memory: %s, and it does nothing but to collect; ending".formatted(used());

  /**
   * @param end called with the reason when it cannot go on
   */
  HeapGuard(StderrLog log, Consumer<Supplier<String>> end) {
    this.log = log;
    this.end = end;
  }

  /** Looks from now on, for as long as the process runs. */
  void start() {
    try {
      Threads.daemon("heap", this::look);
    } catch (NoThreadException e) {
      log.error("nobody looks after the heap: " + e.getMessage());
    }
  }

  /**
   * Whether there is too little for one more connection, or session; tells of a refusal, of a flood
   * of them now and then.
   *
   * @param what {@code a connection from 192.0.2.7}; safe to print
   */
  boolean refuses(Supplier<String> what) {
    if (!isLittle()) {
      return false;
    }
    RateLimit.Verdict verdict = refusals.event();
    if (verdict.told()) {
      log.error("Refused " + what.get() + ": little memory is left" + verdict.before());
    }
    return true;
  }

  /** Who is in it. */
  HeapUsers users() {
    return users;
  }

  private void nameLargest() throws InterruptedException {
    if (System.nanoTime() - nameAgain < 0) {
      return; // asking all loops costs memory, too
    }
    Optional<String> most = users.most();
    if (most.isPresent()) {
      log.error(most.get());
      nameAgain = System.nanoTime() + TimeUnit.SECONDS.toNanos(NAME_AGAIN_SECONDS);
    }
  }

  /** Asked at once whenever it counts: many may come in a second. */
  private boolean isLittle() {
    MemoryPoolMXBean pool = old;
    return pool != null && pool.isCollectionUsageThresholdExceeded();
  }

  private void look() {
    then = System.nanoTime();
    try {
      TimeUnit.SECONDS.sleep(FIRST_SECONDS);
      Optional<MemoryPoolMXBean> pool = livingLong();
      while (pool.isPresent()) {
        try {
          look(pool.get());
          return;
        } catch (OutOfMemoryError _) {
          if (System.nanoTime() - then > TimeUnit.SECONDS.toNanos(LONGEST_BLIND_SECONDS)) {
            giveUp();
            return;
          }
          TimeUnit.SECONDS.sleep(1); // who has filled it may go, and this must be there then
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    reserve = NONE;
    end.accept(reason);
  }

  /** None with a collector that has no such part. */
  private static Optional<MemoryPoolMXBean> livingLong() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
        .filter(pool -> pool.getName().matches(".*(Old|Tenured).*"))
        .filter(pool -> pool.getUsage().getMax() > 0)
        .findFirst();
  }

  private void look(MemoryPoolMXBean pool) throws InterruptedException {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    pool.setCollectionUsageThreshold(pool.getUsage().getMax() / 100 * MUCH);
    old = pool;
    if (collected < 0) {
      collected = collected(collectors);
    }
    while (true) {
      TimeUnit.SECONDS.sleep(1);
      long now = System.nanoTime();
      long nanos = now - then;
      long soFar = collected(collectors);
      boolean always = (soFar - collected) * 100 > nanos / 1_000_000 * ALWAYS;
      then = now;
      collected = soFar;
      boolean was = little;
      little = isLittle();
      busy = little && always ? busy + nanos : 0;
      if (busy > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        giveUp();
        return;
      }
      if (little && !was) {
        log.error("Little memory is left: " + used() + "; nobody else is let in");
        nameLargest();
        lookAgain = now + TimeUnit.SECONDS.toNanos(LOOK_AGAIN_SECONDS);
      } else if (was && !little) {
        log.error("There is memory again: " + used());
      } else if (little && now >= lookAgain) {
        nameLargest();
        long begin = System.nanoTime();
        System.gc(); // else the last collection may be one of long ago
        long end = System.nanoTime();
        then = end;
        collected = collected(collectors);
        lookAgain =
            end
                + Math.max(
                    TimeUnit.SECONDS.toNanos(LOOK_AGAIN_SECONDS), (end - begin) * PART_FOR_LOOKING);
      }
    }
  }

  private static String used() {
    Runtime runtime = Runtime.getRuntime();
    return "%d of %d MiB are in use"
        .formatted(
            (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE,
            runtime.maxMemory() / MEBIBYTE);
  }

  /** Milliseconds that collections have taken. */
  private static long collected(List<GarbageCollectorMXBean> collectors) {
    long all = 0;
    for (GarbageCollectorMXBean each : collectors) {
      all += each.getCollectionTime();
    }
    return all;
  }
}
