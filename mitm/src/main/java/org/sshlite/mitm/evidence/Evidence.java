package org.sshlite.mitm.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;

/** What is seen while one manipulation runs. Any thread. */
public final class Evidence {
  private final boolean keepsSecrets;
  private final Consumer<String> log;
  private final List<Seen> seen = new ArrayList<>();
  private final List<Seen> harms = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private String strike = "";
  private String identification = "";
  private String inapplicable = "";
  private String unbounded = "";

  /**
   * @param keepsSecrets whether caught passwords are kept in the clear
   * @param log is told each event, one line
   */
  public Evidence(boolean keepsSecrets, Consumer<String> log) {
    this.keepsSecrets = keepsSecrets;
    this.log = log;
  }

  public Evidence() {
    this(false, _ -> {});
  }

  /** What the client calls itself, RFC 4253 §4.2; the first connection counts. */
  public synchronized void identification(String line) {
    if (identification.isEmpty()) {
      identification = Printable.line(line);
    }
  }

  /** What the client called itself; empty before it did. */
  public synchronized String identification() {
    return identification;
  }

  /** The manipulation has been done; the first time counts. */
  public synchronized void strike(String what) {
    if (strike.isEmpty()) {
      strike = what;
      log.accept("did it: " + what);
    }
  }

  /** The manipulation makes no sense with this peer. */
  public synchronized void inapplicable(String why) {
    if (inapplicable.isEmpty()) {
      inapplicable = Printable.line(why);
      log.accept("not applicable: " + inapplicable);
    }
  }

  /** Something reached an end of ours; whether that is harm depends on the manipulation. */
  public synchronized void seen(Leak kind, String detail) {
    Seen event = new Seen(kind, Printable.line(detail), !strike.isEmpty());
    if (!seen.contains(event)) {
      seen.add(event);
      log.accept("saw " + event);
    }
  }

  /** A password came; it is kept only where the user wants so. */
  public void password(String password) {
    seen(
        Leak.PASSWORD,
        keepsSecrets ? password : password.length() + " characters, not kept by this bench");
  }

  /** What the manipulation wanted has come to pass. */
  public synchronized void harm(Leak kind, String detail) {
    Seen event = new Seen(kind, Printable.line(detail), true);
    harms.add(event);
    log.accept("FOOLED: " + event);
  }

  /** The peer takes more than any peer should. */
  public synchronized void unbounded(String how) {
    unbounded = how;
    log.accept("no limit: " + how);
  }

  /** An end refused something, or said why it leaves. */
  public synchronized void refused(String who, String why) {
    String refusal = who + ": " + Printable.line(why);
    if (!refusals.contains(refusal)) {
      refusals.add(refusal);
      log.accept(refusal);
    }
  }

  /** What was done; empty before it was. */
  public synchronized Optional<String> strike() {
    return strike.isEmpty() ? Optional.empty() : Optional.of(strike);
  }

  public synchronized Optional<String> inapplicable() {
    return inapplicable.isEmpty() ? Optional.empty() : Optional.of(inapplicable);
  }

  public synchronized Optional<String> unbounded() {
    return unbounded.isEmpty() ? Optional.empty() : Optional.of(unbounded);
  }

  public synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  public synchronized List<Seen> harms() {
    return List.copyOf(harms);
  }

  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }
}
