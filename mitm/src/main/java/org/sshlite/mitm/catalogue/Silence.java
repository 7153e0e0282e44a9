package org.sshlite.mitm.catalogue;

import java.io.IOException;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;

/** Not another byte from some stage on, with the connection kept open. */
public enum Silence implements Manipulation {
  AT_ONCE("silence-at-once", "says nothing at all", Stage.CONNECTED),
  AFTER_IDENTIFICATION(
      "silence-after-identification", "falls silent after its identification", Stage.IDENTIFIED),
  AFTER_KEXINIT("silence-after-kexinit", "falls silent after KEXINIT", Stage.KEXINIT_SENT),
  AFTER_NEWKEYS("silence-after-newkeys", "falls silent after NEWKEYS", Stage.KEYED),
  AFTER_SERVICE("silence-after-service", "answers no USERAUTH_REQUEST", Stage.USERAUTH_REQUESTED);

  private final String label;
  private final String does;
  private final Stage stage;

  Silence(String label, String does, Stage stage) {
    this.label = label;
    this.does = does;
    this.stage = stage;
  }

  @Override
  public About about() {
    return new About(
        label,
        "limits",
        does + ", and keeps the connection open",
        "RFC 4251 §9.3.5: denial of service; no rule has a figure",
        "give up when the time is over that its user set");
  }

  @Override
  public Reach reach() {
    return stage.compareTo(Stage.KEXINIT_SENT) <= 0 ? Reach.IMPERSONATION : Reach.HOST;
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public boolean variesByKex() {
    return stage == Stage.KEXINIT_SENT;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public void at(Stage reached, ServerEnd end) throws IOException {
            if (reached == stage) {
              end.evidence().strike(does);
              end.drain();
            }
          }
        });
  }
}
