package org.sshlite.protocol.transport;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a question off the loop led to. */
record Answered<T>(@Nullable T value, @Nullable Exception failure) {
  static <T> Answered<T> by(Callable<T> question) {
    try {
      return new Answered<>(question.call(), null);
    } catch (Exception e) {
      return new Answered<>(null, e);
    } catch (Error e) {
      // nobody else would notice, and the connection would wait forever
      return new Answered<>(null, new IllegalStateException(e));
    }
  }

  /** Nobody wants it any more; it may hold keys, or what a person typed. */
  void discard() {
    switch (value) {
      case KexEvent.Agreed agreed -> agreed.result().close();
      case KexEvent.Initiated initiated -> initiated.initiator().close();
      case Transport.Discardable answer -> answer.discard();
      case null, default -> {}
    }
  }

  T get() throws Exception {
    if (failure != null) {
      throw failure;
    }
    if (value == null) {
      throw new AssertionError("a question without an answer");
    }
    return value;
  }
}
