package org.sshlite.sshd.penalty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * PerSourceNetBlockSize of sshd_config(5): addresses that agree in so many bits are one source.
 *
 * @param ipv4 0 to 32
 * @param ipv6 0 to 128
 */
public record NetBlockSize(int ipv4, int ipv6) {
  /** Each address by itself. */
  public static final NetBlockSize DEFAULT = new NetBlockSize(32, 128);

  private static final Pattern SPEC = Pattern.compile("([0-9]{1,3})(?::([0-9]{1,3}))?");

  public static NetBlockSize read(ConfigLine line) throws ConfigException {
    Matcher spec = SPEC.matcher(line.only());
    if (spec.matches()) {
      int of4 = Integer.parseInt(spec.group(1));
      int of6 = spec.group(2) == null ? DEFAULT.ipv6 : Integer.parseInt(spec.group(2));
      if (of4 <= 32 && of6 <= 128) {
        return new NetBlockSize(of4, of6);
      }
    }
    throw line.error("Invalid PerSourceNetBlockSize spec.");
  }

  @Override
  public String toString() {
    return ipv4 + ":" + ipv6;
  }
}
