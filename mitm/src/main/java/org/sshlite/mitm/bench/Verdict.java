package org.sshlite.mitm.bench;

import java.util.Locale;
import org.sshlite.mitm.catalogue.Subject;

/** How a client or server took what was tried. */
public enum Verdict {
  /** It refused, or it came to nothing. */
  NOTICED("noticed", "refused"),
  /** It believed, went on, or gave something away. */
  FOOLED("FOOLED", "ACCEPTED"),
  /** It neither failed nor finished in its time, or took whatever came; it gave nothing away. */
  UNBOUNDED("no limit", "no limit"),
  /** It makes no sense here, or its occasion never came. */
  NOT_APPLICABLE("not applicable", "not applicable");

  private final String ofClient;
  private final String ofServer;

  Verdict(String ofClient, String ofServer) {
    this.ofClient = ofClient;
    this.ofServer = ofServer;
  }

  public String text(Subject subject) {
    return subject == Subject.CLIENT ? ofClient : ofServer;
  }

  /** For machines: {@code noticed} and {@code fooled}, {@code refused} and {@code accepted}. */
  public String key(Subject subject) {
    return this == UNBOUNDED
        ? "unbounded"
        : text(subject).toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
