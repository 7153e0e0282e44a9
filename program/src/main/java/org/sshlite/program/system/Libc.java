package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Functions of the C library. All are called in one shape, six machine words in and one out: on
 * these machines unused words are ignored, and one shape costs a tenth of the start-up time that a
 * shape for each function does.
 */
@SuppressWarnings("restricted")
public final class Libc {
  /** What a call left: its result and errno. */
  public record Result(long value, int errno) {
    /** The result of a function that returns an int. */
    public int asInt() {
      return (int) value;
    }

    public boolean failed() {
      return value == -1 || asInt() == -1;
    }
  }

  private static final int WORDS = 6;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final Map<String, Optional<MemorySegment>> SYMBOLS = new ConcurrentHashMap<>();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(words(WORDS), Linker.Option.captureCallState("errno"));
  private static final long RTLD_DEFAULT = 0; // dlfcn.h of Linux
  private static final Optional<MemorySegment> DLSYM =
      System.getProperty("os.name").equals("Linux")
          ? LINKER.defaultLookup().find("dlsym")
          : Optional.empty();

  private Libc() {}

  /** Made when it is needed: a shape costs a short program more than all else it does. */
  private static final class Variadic {
    // ioctl and fcntl: some machines pass variable arguments in other places
    static final MethodHandle CALL =
        LINKER.downcallHandle(
            words(3), Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(2));
  }

  private static FunctionDescriptor words(int count) {
    return FunctionDescriptor.of(
        ValueLayout.JAVA_LONG,
        Collections.nCopies(count, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new));
  }

  public static boolean has(String function) {
    return symbol(function).isPresent();
  }

  private static Optional<MemorySegment> symbol(String function) {
    return SYMBOLS.computeIfAbsent(function, Libc::find);
  }

  /** As a program finds them: a library that is loaded before the C library's takes its place. */
  private static Optional<MemorySegment> find(String function) {
    if (DLSYM.isPresent()) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = string(arena, function.getBytes(StandardCharsets.US_ASCII));
        long found = call(DLSYM.get(), RTLD_DEFAULT, name.address()).value();
        if (found != 0) {
          return Optional.of(MemorySegment.ofAddress(found));
        }
      }
    }
    return LINKER.defaultLookup().find(function);
  }

  private static MemorySegment require(String function) {
    return symbol(function)
        .orElseThrow(() -> new UnsupportedOperationException("no " + function + " here"));
  }

  /** Calls a function of fixed arguments; memory that addresses point to is kept by the caller. */
  public static Result call(String function, long... words) {
    return call(require(function), words);
  }

  private static Result call(MemorySegment address, long... words) {
    long[] w = Arrays.copyOf(words, WORDS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long value = (long) CALL.invokeExact(address, state, w[0], w[1], w[2], w[3], w[4], w[5]);
      return new Result(value, state.get(ValueLayout.JAVA_INT, ERRNO));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code ioctl} and {@code fcntl}: (descriptor, request, argument). */
  public static Result variadic(String function, int descriptor, long request, long argument) {
    MemorySegment address = require(function);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long value =
          (long) Variadic.CALL.invokeExact(address, state, (long) descriptor, request, argument);
      return new Result(value, state.get(ValueLayout.JAVA_INT, ERRNO));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Calls a function that returns -1 when it fails.
   *
   * @throws SystemException then
   */
  public static int check(String function, long... words) throws SystemException {
    Result result = call(function, words);
    if (result.asInt() == -1) {
      throw new SystemException(function, result.errno());
    }
    return result.asInt();
  }

  /**
   * Calls a function that returns an error number, or 0.
   *
   * @throws SystemException when it is not 0
   */
  public static void checkZero(String function, long... words) throws SystemException {
    int error = call(function, words).asInt();
    if (error != 0) {
      throw new SystemException(function, error);
    }
  }

  /** The environment of this process, as posix_spawn takes it. */
  public static long environment() {
    MemorySegment at =
        has("_NSGetEnviron") // of a Mac, which hides the variable from libraries
            ? MemorySegment.ofAddress(call("_NSGetEnviron").value())
            : require("environ");
    return at.reinterpret(ValueLayout.ADDRESS.byteSize()).get(ValueLayout.JAVA_LONG, 0);
  }

  public static String message(int errno) {
    long text = call("strerror", errno).value();
    return text == 0 ? "error " + errno : string(text);
  }

  /** The C string at an address that the library gave us. */
  public static String string(long address) {
    return MemorySegment.ofAddress(address)
        .reinterpret(Long.MAX_VALUE)
        .getString(0, StandardCharsets.UTF_8);
  }

  /** The bytes of the C string at an address that the library gave us. */
  public static byte[] bytes(long address) {
    MemorySegment text = MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE);
    long length = 0;
    while (text.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** {@code bytes} and a NUL. */
  public static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
