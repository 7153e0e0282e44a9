package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;

/** Channel messages that no open channel, window or request speaks for. */
public enum ChannelAbuse implements Manipulation {
  UNKNOWN_CHANNEL("data-for-no-channel", "CHANNEL_DATA for a channel that is not there"),
  WINDOW_OVERFLOW("window-overflow", "window adjustments beyond 2^32-1"),
  UNASKED_REPLY("reply-without-request", "CHANNEL_SUCCESS for nothing that was requested");

  private static final String SMUGGLED = "smuggled-in-by-the-bench";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String label;
  private final String what;

  ChannelAbuse(String label, String what) {
    this.label = label;
    this.what = what;
  }

  @Override
  public About about() {
    return new About(
        label,
        "order",
        "sends " + what,
        switch (this) {
          case WINDOW_OVERFLOW -> "RFC 4254 §5.2: the window must not exceed 2^32-1 bytes";
          default -> "RFC 4254 §5: a message names an open channel, a reply a request";
        },
        "disconnect, or pay no attention");
  }

  /** What is smuggled in must not come out; the bench looks for it. */
  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.OUTPUT_SENT) {
              end.evidence().strike("sent " + what);
              send(end);
              end.serveUntil(() -> false, PATIENCE);
            }
          }
        });
  }

  private void send(ServerEnd end) throws IOException {
    int channel = end.clientChannel();
    switch (this) {
      case UNKNOWN_CHANNEL -> end.send(data(channel + 40));
      case WINDOW_OVERFLOW -> {
        end.send(new ChannelWindowAdjust(channel, 0xffffffffL));
        end.send(new ChannelWindowAdjust(channel, 0xffffffffL));
      }
      case UNASKED_REPLY -> end.send(new ChannelSuccess(channel));
    }
  }

  private static byte[] data(int channel) {
    return new SshWriter()
        .uint8(ChannelData.NUMBER)
        .uint32(channel)
        .string((SMUGGLED + "\n").getBytes(StandardCharsets.US_ASCII))
        .toByteArray();
  }

  @Override
  public void inspect(Aftermath aftermath, Evidence evidence) {
    if (aftermath.output().contains(SMUGGLED)) {
      evidence.harm(Leak.OTHER, "data that belongs to no open channel comes out");
    }
  }
}
