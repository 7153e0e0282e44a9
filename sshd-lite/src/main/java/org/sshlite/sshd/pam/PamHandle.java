package org.sshlite.sshd.pam;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.program.system.Libc;
import org.sshlite.sshd.process.ThreadRights;

/** One transaction with PAM, pam_start(3). Of one thread, which must be one of the platform. */
@SuppressWarnings("restricted")
final class PamHandle implements AutoCloseable {
  /** sshd refuses who has more. */
  private static final int MOST_VARIABLES = 1024;

  private final PamLibrary pam;
  private final String user;
  private final int flags;
  private final Arena arena = Arena.ofConfined();
  private final PamCallbacks callbacks;
  private final long handle;
  private int status;

  /**
   * @throws PamException when PAM does not begin at all
   */
  PamHandle(PamLibrary pam, String service, Pam.Candidate who, PamTalk talk) throws PamException {
    try {
      ThreadRights.own();
    } catch (IOException e) {
      throw new PamException("PAM is not asked: " + e.getMessage());
    }
    this.pam = pam;
    this.user = who.user();
    this.flags = who.emptyPassword() ? 0 : PamLibrary.DISALLOW_NULL_PASSWORD;
    this.callbacks = new PamCallbacks(arena, talk);
    try {
      MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
      int started =
          (int)
              pam.call(
                  "pam_start",
                  string(service),
                  string(user),
                  callbacks.conversation(),
                  made.address());
      this.handle = made.get(ValueLayout.JAVA_LONG, 0);
      check("pam_start", started);
    } catch (PamException e) {
      arena.close();
      throw e;
    }
    try {
      tell(who);
    } catch (PamException e) {
      close();
      throw e;
    }
  }

  private void tell(Pam.Candidate who) throws PamException {
    set(PamLibrary.ITEM_RHOST, string(who.remote()));
    // as sshd: some modules fail without one
    set(PamLibrary.ITEM_TTY, string("ssh"));
    set(PamLibrary.ITEM_FAIL_DELAY, callbacks.failDelay());
    for (String each : who.environment()) {
      check("pam_putenv", (int) pam.call("pam_putenv", handle, string(each)));
    }
  }

  private long string(String text) {
    return Libc.string(arena, text.getBytes(StandardCharsets.UTF_8)).address();
  }

  private void set(int item, long value) throws PamException {
    check("pam_set_item", (int) pam.call("pam_set_item", handle, item, value));
  }

  private int check(String function, int result) throws PamException {
    status = result;
    if (result != PamLibrary.SUCCESS) {
      throw new PamException(function, result, pam.message(handle, result));
    }
    return result;
  }

  /**
   * Who is it? Returns without the delay that modules ask for.
   *
   * @throws PamException when it is not that user, or a module has made him another: as OpenSSH,
   *     which logs nobody in by a name that he has not asked for
   */
  void authenticate() throws PamException {
    check("pam_authenticate", (int) pam.call("pam_authenticate", handle, flags));
    confirmUser();
  }

  private void confirmUser() throws PamException {
    MemorySegment item = arena.allocate(ValueLayout.JAVA_LONG);
    check(
        "pam_get_item",
        (int) pam.call("pam_get_item", handle, PamLibrary.ITEM_USER, item.address()));
    long now = item.get(ValueLayout.JAVA_LONG, 0);
    if (now == 0 || !Libc.string(now).equals(user)) {
      status = PamLibrary.USER_UNKNOWN;
      throw new PamException(
          "PAM user \"%s\" does not match previous \"%s\""
              .formatted(now == 0 ? "" : Libc.string(now), user));
    }
  }

  /** How long an answer to the last failure is to be delayed, in microseconds. */
  long delayMicroseconds() {
    return callbacks.delayMicroseconds();
  }

  /**
   * May he come in?
   *
   * @return whether his password has expired, and must be changed
   * @throws PamException when he may not
   */
  boolean accountExpects() throws PamException {
    int result = (int) pam.call("pam_acct_mgmt", handle, flags);
    if (result == PamLibrary.NEW_PASSWORD_REQUIRED) {
      confirmUser();
      return true;
    }
    check("pam_acct_mgmt", result);
    confirmUser();
    return false;
  }

  /**
   * Has an expired password changed.
   *
   * @throws PamException when it was not
   */
  void changePassword() throws PamException {
    check(
        "pam_chauthtok",
        (int) pam.call("pam_chauthtok", handle, PamLibrary.CHANGE_EXPIRED_PASSWORD));
    confirmUser();
  }

  /**
   * What modules want to be in the environment of a session, each {@code NAME=value}; what the
   * server has told them is among it.
   */
  List<String> environment() {
    List<String> all = new ArrayList<>();
    long list = pam.call("pam_getenvlist", handle);
    if (list == 0) {
      return all;
    }
    MemorySegment entries = MemorySegment.ofAddress(list).reinterpret(Long.MAX_VALUE);
    for (int i = 0; entries.getAtIndex(ValueLayout.JAVA_LONG, i) != 0; i++) {
      long entry = entries.getAtIndex(ValueLayout.JAVA_LONG, i);
      if (all.size() < MOST_VARIABLES) {
        all.add(Libc.string(entry));
      }
      Libc.call("free", entry);
    }
    Libc.call("free", list);
    return all;
  }

  /**
   * The session's transaction goes on where this one ends: what modules have made for it outside of
   * this process, a file of tickets, is kept.
   */
  void leaveToSession() {
    status |= PamLibrary.DATA_SILENT;
  }

  @Override
  public void close() {
    pam.call("pam_end", handle, status);
    arena.close();
  }
}
