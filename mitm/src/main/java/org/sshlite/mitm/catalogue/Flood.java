package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.UserauthBanner;

/** Without end: as much as a client takes. */
public enum Flood implements Manipulation {
  LINES(
      "flood-lines-before-identification",
      "lines that are no identification, without end",
      "RFC 4253 §4.2; OpenSSH takes 1024 of 8192 bytes",
      Stage.CONNECTED),
  LONG_LINE(
      "flood-line-without-end",
      "one line before the identification, without end",
      "RFC 4253 §4.2: 255 bytes",
      Stage.CONNECTED),
  BANNERS(
      "flood-banners",
      "USERAUTH_BANNER without end",
      "RFC 4252 §5.4; RFC 4251 §9.3.5: denial of service",
      Stage.SERVICE_ACCEPTED),
  IGNORES(
      "flood-ignore-before-authentication",
      "IGNORE without end before authentication",
      "RFC 4253 §11.2; RFC 4251 §9.3.5: denial of service",
      Stage.SERVICE_REQUESTED),
  DEBUGS(
      "flood-debug-before-authentication",
      "DEBUG to be displayed, without end, before authentication",
      "RFC 4253 §11.3; RFC 4251 §9.3.5: denial of service",
      Stage.SERVICE_REQUESTED);

  /** Bytes after which a client is said to have no limit. */
  private static final long LIMIT = 256L << 20;

  /** Short ones: what is limited is their number. */
  private static final String SHORT_LINES = "not yet\r\n".repeat(800);

  private static final String LINE = "x".repeat(8000);

  private final String label;
  private final String what;
  private final String breaks;
  private final Stage stage;

  Flood(String label, String what, String breaks, Stage stage) {
    this.label = label;
    this.what = what;
    this.breaks = breaks;
    this.stage = stage;
  }

  @Override
  public About about() {
    return new About(label, "limits", "sends " + what, breaks, "give up after a bounded amount");
  }

  @Override
  public Reach reach() {
    return stage == Stage.CONNECTED ? Reach.IMPERSONATION : Reach.HOST;
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          private boolean done;

          @Override
          public void at(Stage reached, ServerEnd end) throws IOException {
            if (reached == stage && !done) {
              done = true;
              end.evidence().strike("sent " + what);
              flood(end);
            }
          }
        });
  }

  private void flood(ServerEnd end) throws IOException {
    long sent = 0;
    try {
      while (sent < LIMIT) {
        sent += sendOne(end);
      }
    } catch (IOException e) {
      end.evidence().refused("the client hangs up", "after " + (sent >> 10) + " KiB");
      throw e;
    }
    end.evidence().unbounded("took " + (sent >> 20) + " MiB");
  }

  private long sendOne(ServerEnd end) throws IOException {
    switch (this) {
      case LINES -> end.link().writeRaw(SHORT_LINES.getBytes(StandardCharsets.US_ASCII));
      case LONG_LINE -> end.link().writeRaw(LINE.getBytes(StandardCharsets.US_ASCII));
      case BANNERS -> end.send(new UserauthBanner(LINE + "\n", ""));
      case IGNORES -> end.send(new Ignore(new byte[LINE.length()]));
      case DEBUGS -> end.send(new Debug(true, LINE, ""));
    }
    return LINE.length();
  }
}
