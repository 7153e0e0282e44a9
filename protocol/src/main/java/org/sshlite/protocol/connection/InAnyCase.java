package org.sshlite.protocol.connection;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/** What is done whatever becomes of what is done before it: who waits must hear of an end. */
final class InAnyCase {
  private InAnyCase() {}

  /** As {@link #each}. */
  static void run(Runnable... deeds) {
    each(Arrays.asList(deeds), Runnable::run);
  }

  /**
   * Gives each to {@code task}, and throws afterwards what that has thrown, the last one of
   * several.
   */
  static <T> void each(Iterable<T> all, Consumer<? super T> task) {
    each(all.iterator(), task);
  }

  /**
   * As {@link #each}, taking each out before. Nothing is copied, for there may be no memory, and
   * what is added meanwhile is taken too.
   */
  static <T> void drain(Collection<T> all, Consumer<? super T> task) {
    try {
      while (!all.isEmpty()) {
        Iterator<T> rest = all.iterator();
        T next = rest.next();
        rest.remove();
        task.accept(next);
      }
    } finally {
      if (!all.isEmpty()) {
        drain(all, task);
      }
    }
  }

  private static <T> void each(Iterator<T> rest, Consumer<? super T> task) {
    try {
      while (rest.hasNext()) {
        task.accept(rest.next());
      }
    } finally {
      if (rest.hasNext()) {
        each(rest, task);
      }
    }
  }
}
