package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A library beside the C library. Its functions are called in one shape: up to four machine words
 * in and one out.
 */
@SuppressWarnings("restricted")
public final class SharedLibrary {
  private static final int WORDS = 4;
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  Collections.nCopies(WORDS, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new)));

  private final SymbolLookup lookup;
  private final Map<String, MemorySegment> symbols = new ConcurrentHashMap<>();

  private SharedLibrary(SymbolLookup lookup) {
    this.lookup = lookup;
  }

  /** Empty where this machine has no such file. */
  public static Optional<SharedLibrary> find(String file) {
    try {
      return Optional.of(new SharedLibrary(SymbolLookup.libraryLookup(file, Arena.global())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Calls a function; memory that addresses point to is kept by the caller. */
  public long call(String function, long... words) {
    MemorySegment address =
        symbols.computeIfAbsent(function, name -> lookup.find(name).orElseThrow());
    long[] w = Arrays.copyOf(words, WORDS);
    try {
      return (long) CALL.invokeExact(address, w[0], w[1], w[2], w[3]);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
