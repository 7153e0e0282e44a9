package org.sshlite.sshd.pam;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sshlite.program.system.Libc;

/** Linux-PAM. Its functions are called in one shape: up to four machine words in and one out. */
@SuppressWarnings("restricted")
final class PamLibrary {
  // security/_pam_types.h
  static final int SUCCESS = 0;
  static final int BUFFER_ERROR = 5;
  static final int USER_UNKNOWN = 10;
  static final int NEW_PASSWORD_REQUIRED = 12;
  static final int CONVERSATION_ERROR = 19;
  static final int ITEM_USER = 2;
  static final int ITEM_TTY = 3;
  static final int ITEM_RHOST = 4;
  static final int ITEM_FAIL_DELAY = 10;
  static final int DISALLOW_NULL_PASSWORD = 1;
  static final int CHANGE_EXPIRED_PASSWORD = 0x20;
  static final int PROMPT_ECHO_OFF = 1;
  static final int PROMPT_ECHO_ON = 2;
  static final int ERROR_MESSAGE = 3;
  static final int TEXT_INFO = 4;
  static final int MOST_MESSAGES = 32;

  /** The variable in PAM's environment that says what has succeeded before; as OpenSSH. */
  static final String INFORMATION = "SSH_AUTH_INFO_0";

  // sys/syslog.h
  private static final String LOG_NAME = "sshd-lite";
  private static final int LOG_PID = 1;
  private static final int LOG_AUTHPRIV = 10 << 3;

  private static final String FILE = "libpam.so.0";
  private static final int WORDS = 4;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              Collections.nCopies(WORDS, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new)));

  private final SymbolLookup lookup;
  private final Map<String, MemorySegment> symbols = new ConcurrentHashMap<>();

  private PamLibrary(SymbolLookup lookup) {
    this.lookup = lookup;
  }

  /** Empty where this machine has none. */
  static Optional<PamLibrary> find() {
    try {
      PamLibrary found = new PamLibrary(SymbolLookup.libraryLookup(FILE, Arena.global()));
      nameForLogs();
      return Optional.of(found);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * What stands before the lines that modules write: otherwise "java". Not sshd's name with the
   * process's number: by that programs tell the connections of sshd apart, and all of ours have the
   * same.
   */
  private static void nameForLogs() {
    byte[] name = LOG_NAME.getBytes(StandardCharsets.US_ASCII);
    Libc.call("openlog", Libc.string(Arena.global(), name).address(), LOG_PID, LOG_AUTHPRIV);
  }

  long call(String function, long... words) {
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

  /** What a function has returned, in words. */
  String message(long handle, int status) {
    long text = call("pam_strerror", handle, status);
    return text == 0 ? "error " + status : Libc.string(text);
  }
}
