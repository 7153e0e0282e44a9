package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.permit.ForwardList;
import org.sshlite.sshd.permit.GatewayPorts;

/** The keywords about what a connection carries besides sessions, and for how long. */
public final class ForwardingSettings {
  private static final Topic TOPIC = new Topic();
  private static final Pattern MODE = Pattern.compile("0*[0-7]{1,3}");
  private static final Map<String, Boolean> TUNNEL_VALUES =
      Map.of("no", false, "yes", true, "point-to-point", true, "ethernet", true);

  /** The first display that is tried for X11. */
  public static final Setting<Integer> X11_DISPLAY_OFFSET =
      TOPIC.number("X11DisplayOffset", 10).inMatch();

  /** The umask for sockets that are listened at. */
  public static final Setting<Integer> STREAM_LOCAL_BIND_MASK =
      TOPIC
          .add(new Setting<>("StreamLocalBindMask", 0177, (line, _) -> mask(line)))
          .inMatch()
          .shownAs(mask -> List.of("0" + Integer.toOctalString(mask)));

  /** Zero for never. */
  public static final Setting<Duration> UNUSED_CONNECTION_TIMEOUT =
      TOPIC
          .add(new Setting<>("UnusedConnectionTimeout", Duration.ZERO, (line, _) -> unused(line)))
          .inMatch()
          .shownAs(time -> List.of(time.isZero() ? "none" : String.valueOf(time.toSeconds())));

  public static final Setting<Boolean> X11_FORWARDING =
      TOPIC.yesNo("X11Forwarding", false).inMatch();

  public static final Setting<Boolean> X11_USE_LOCALHOST =
      TOPIC.yesNo("X11UseLocalhost", true).inMatch();

  public static final Setting<GatewayPorts> GATEWAY_PORTS =
      TOPIC.oneOf("GatewayPorts", GatewayPorts.NO, GatewayPorts.BY_NAME).inMatch();

  public static final Setting<AllowedForwarding> ALLOW_TCP_FORWARDING =
      TOPIC.oneOf("AllowTcpForwarding", AllowedForwarding.YES, AllowedForwarding.BY_NAME).inMatch();

  public static final Setting<Boolean> ALLOW_AGENT_FORWARDING =
      TOPIC.yesNo("AllowAgentForwarding", true).inMatch();

  public static final Setting<Boolean> DISABLE_FORWARDING =
      TOPIC.yesNo("DisableForwarding", false).inMatch();

  public static final Setting<AllowedForwarding> ALLOW_STREAM_LOCAL_FORWARDING =
      TOPIC
          .oneOf("AllowStreamLocalForwarding", AllowedForwarding.YES, AllowedForwarding.BY_NAME)
          .inMatch();

  public static final Setting<Boolean> STREAM_LOCAL_BIND_UNLINK =
      TOPIC.yesNo("StreamLocalBindUnlink", false).inMatch();

  /** Empty for none. */
  public static final Setting<String> XAUTH_LOCATION =
      TOPIC.file("XAuthLocation", "/usr/bin/xauth");

  public static final Setting<ChannelTimeouts> CHANNEL_TIMEOUT =
      TOPIC
          .add(
              new Setting<>(
                  "ChannelTimeout", ChannelTimeouts.NONE, (line, _) -> ChannelTimeouts.read(line)))
          .inMatch();

  /** Always off: there is no tunnel. */
  public static final Setting<Boolean> PERMIT_TUNNEL =
      TOPIC
          .add(new Setting<>("PermitTunnel", false, ForwardingSettings::tunnel))
          .inMatch()
          .shownAs(Topic::showYesNo);

  public static final Setting<ForwardList> PERMIT_OPEN =
      TOPIC
          .add(
              new Setting<>(
                  "PermitOpen", ForwardList.ANY, (line, _) -> ForwardList.readOpening(line)))
          .inMatch();

  public static final Setting<ForwardList> PERMIT_LISTEN =
      TOPIC
          .add(
              new Setting<>(
                  "PermitListen", ForwardList.ANY, (line, _) -> ForwardList.readListening(line)))
          .inMatch();

  private ForwardingSettings() {}

  static List<Setting<?>> all() {
    return TOPIC.settings();
  }

  private static int mask(ConfigLine line) throws ConfigException {
    String text = line.only();
    if (!MODE.matcher(text).matches()) {
      throw line.error("Invalid " + line.keyword() + ".");
    }
    return Integer.parseInt(text, 8);
  }

  private static Duration unused(ConfigLine line) throws ConfigException {
    return line.is("none") ? Duration.ZERO : line.timeSpan();
  }

  private static boolean tunnel(ConfigLine line, StderrLog log) throws ConfigException {
    if (line.oneOf(TUNNEL_VALUES)) {
      String value = line.only();
      log.info(line.error("PermitTunnel " + value + " is not supported yet: ignored").getMessage());
    }
    return false;
  }
}
