package org.sshlite.sshd.permit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.program.config.LogLevel;

/**
 * Whether X11 is forwarded, RFC 4254 §6.3.
 *
 * @param byKey whether the key permits it
 * @param byConfig whether the configuration does
 */
public record X11Permit(boolean byKey, boolean byConfig, X11Display display) {
  private static final Path NO_XAUTH = Path.of("");

  public static final X11Permit NONE =
      new X11Permit(false, false, new X11Display(0, true, NO_XAUTH));

  /** What comes of a {@code x11-req}. Looks for the xauth program: not on an event loop. */
  public Permission<X11Display> request() {
    if (!byKey) {
      String reason = "X11 forwarding disabled by key options.";
      return new Permission.Denied<>(Refusal.noticed(reason, LogLevel.DEBUG1, "%s", reason));
    }
    if (!byConfig) {
      return new Permission.Denied<>(
          Refusal.logged(LogLevel.DEBUG1, "X11 forwarding disabled in server configuration file."));
    }
    if (display.xauth().equals(NO_XAUTH) || !Files.exists(display.xauth())) {
      String reason = "No xauth program; cannot forward X11.";
      return new Permission.Denied<>(Refusal.noticed(reason, LogLevel.DEBUG1, "%s", reason));
    }
    return new Permission.Granted<>(display);
  }
}
