package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.UserauthBanner;

/** Escape sequences in texts that a client shows to a person. */
public enum ControlCharacters implements Manipulation {
  BANNER("escapes-in-banner", "USERAUTH_BANNER", "RFC 4252 §5.4", Stage.SERVICE_ACCEPTED),
  DISCONNECT("escapes-in-disconnect", "DISCONNECT", "RFC 4253 §11.1", Stage.SERVICE_ACCEPTED),
  DEBUG("escapes-in-debug", "DEBUG", "RFC 4253 §11.3", Stage.SERVICE_REQUESTED),
  OPEN_FAILURE(
      "escapes-in-open-failure", "CHANNEL_OPEN_FAILURE", "RFC 4254 §5.1", Stage.AUTHENTICATED),
  LINE(
      "escapes-before-identification",
      "a line before the identification",
      "RFC 4253 §4.2",
      Stage.CONNECTED);

  /** Clears the screen. */
  private static final String RAW = "\u001b[2J";

  /** Sets a title, clears the screen, moves the cursor. */
  private static final String TEXT = "\u001b]0;mitm\u0007" + RAW + "\u001b[1;1Hwelcome\u009b31m";

  private static final int CHANNEL_OPEN = 90;

  private final String label;
  private final String message;
  private final String rule;
  private final Stage stage;

  ControlCharacters(String label, String message, String rule, Stage stage) {
    this.label = label;
    this.message = message;
    this.rule = rule;
    this.stage = stage;
  }

  @Override
  public About about() {
    return new About(
        label,
        "terminal",
        "puts escape sequences into " + message,
        rule + ", RFC 4251 §9.2: control characters are filtered before they are shown",
        "show the text without them, or not at all");
  }

  /** The bench looks for them in what the client puts out. */
  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Reach reach() {
    return this == LINE ? Reach.IMPERSONATION : Reach.HOST;
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
              end.evidence().strike("sent " + message);
              send(end);
            }
          }

          @Override
          public boolean received(byte[] payload, ServerEnd end) throws IOException {
            if (ControlCharacters.this != OPEN_FAILURE || (payload[0] & 0xff) != CHANNEL_OPEN) {
              return false;
            }
            end.send(new ChannelOpenFailure(0, OpenFailureReason.CONNECT_FAILED, TEXT));
            return true;
          }
        });
  }

  @Override
  public void inspect(Aftermath aftermath, Evidence evidence) {
    if ((aftermath.output() + aftermath.errors()).contains(RAW)) {
      evidence.harm(
          Leak.OTHER, "escape sequences come out raw, at least where the output is no terminal");
    }
  }

  private void send(ServerEnd end) throws IOException {
    switch (this) {
      case BANNER -> end.send(new UserauthBanner(TEXT + "\n", ""));
      case DISCONNECT -> {
        end.send(new Disconnect(DisconnectReason.BY_APPLICATION, TEXT));
        end.drain();
      }
      case DEBUG -> end.send(new Debug(true, TEXT, ""));
      case OPEN_FAILURE -> {}
      case LINE -> end.link().writeRaw((TEXT + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
