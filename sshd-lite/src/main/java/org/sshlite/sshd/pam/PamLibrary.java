package org.sshlite.sshd.pam;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.program.system.Libc;
import org.sshlite.sshd.process.SharedLibrary;

/** Linux-PAM. */
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

  /** What it was asked about is still needed, pam_end(3): modules free their memory alone. */
  static final int DATA_SILENT = 0x40000000;

  // sys/syslog.h
  private static final String LOG_NAME = "sshd-lite";
  private static final int LOG_PID = 1;
  private static final int LOG_AUTHPRIV = 10 << 3;

  private static final String FILE = "libpam.so.0";

  private final SharedLibrary library;

  private PamLibrary(SharedLibrary library) {
    this.library = library;
  }

  /** Empty where this machine has none. */
  static Optional<PamLibrary> find() {
    Optional<PamLibrary> found = SharedLibrary.find(FILE).map(PamLibrary::new);
    found.ifPresent(_ -> nameForLogs());
    return found;
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
    return library.call(function, words);
  }

  /** What a function has returned, in words. */
  String message(long handle, int status) {
    long text = call("pam_strerror", handle, status);
    return text == 0 ? "error " + status : Libc.string(text);
  }
}
