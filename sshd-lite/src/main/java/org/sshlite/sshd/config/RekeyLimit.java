package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.List;
import org.sshlite.program.config.ByteSize;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.TimeSpan;

/**
 * RekeyLimit of sshd_config(5).
 *
 * @param bytes 0 for what the cipher allows
 * @param time zero for never
 */
public record RekeyLimit(long bytes, Duration time) {
  public static final RekeyLimit DEFAULT = new RekeyLimit(0, Duration.ZERO);

  private static final int LEAST = 16;

  static RekeyLimit read(ConfigLine line) throws ConfigException {
    List<String> arguments = line.all();
    if (arguments.size() > 2) {
      throw line.error("keyword RekeyLimit extra arguments at end of line");
    }
    String size = arguments.getFirst();
    long bytes =
        size.equals("default")
            ? 0
            : ByteSize.parse(size)
                .orElseThrow(() -> line.error("Bad RekeyLimit number '" + size + "'"));
    if (bytes != 0 && bytes < LEAST) {
      throw line.error("RekeyLimit too small");
    }
    boolean timed = arguments.size() == 2 && !arguments.get(1).equals("none");
    Duration time =
        timed
            ? TimeSpan.parse(arguments.get(1)).orElseThrow(() -> line.error("invalid time value."))
            : Duration.ZERO;
    return new RekeyLimit(bytes, time);
  }

  @Override
  public String toString() {
    return bytes + " " + time.toSeconds();
  }
}
