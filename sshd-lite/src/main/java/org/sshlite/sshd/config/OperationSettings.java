package org.sshlite.sshd.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.config.ByteSize;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.sshd.recording.Recordings;

/** The keywords, all of them ours, about what an operator sees of a server that runs. */
public final class OperationSettings {
  private static final Topic TOPIC = new Topic();

  private static final String NONE = "none";

  /** Behind it, the path of a socket that takes datagrams. */
  public static final String SOCKET = "unix:";

  /** A file, or a socket behind {@link #SOCKET}; empty for none. */
  public static final Setting<String> EVENT_LOG = TOPIC.file("EventLog", "");

  /** Where figures are served; empty for nowhere. */
  public static final Setting<Optional<InetSocketAddress>> METRICS_LISTEN =
      TOPIC
          .add(
              new Setting<>(
                  "MetricsListen",
                  Optional.<InetSocketAddress>empty(),
                  (line, _) -> listenAt(line)))
          .shownAs(address -> List.of(address.map(OperationSettings::show).orElse(NONE)));

  /** A folder for recordings of sessions on terminals; empty for none. */
  public static final Setting<String> RECORD_SESSIONS = TOPIC.file("RecordSessions", "").inMatch();

  /** Whether they hold what is typed, passwords among it. */
  public static final Setting<Boolean> RECORD_INPUT = TOPIC.yesNo("RecordInput", false).inMatch();

  /**
   * Bytes of one: of what a person reads, years. A session that would have more ends, or it would
   * go on unseen.
   */
  public static final Setting<Long> RECORD_LIMIT =
      TOPIC.add(new Setting<>("RecordLimit", 4L << 30, (line, _) -> size(line))).inMatch();

  private OperationSettings() {}

  static List<Setting<?>> all() {
    return TOPIC.settings();
  }

  /** What the keywords about recordings say together. */
  public static Recordings recordings(ServerConfig config) {
    String folder = config.get(RECORD_SESSIONS);
    return new Recordings(
        folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)),
        config.get(RECORD_INPUT),
        config.get(RECORD_LIMIT));
  }

  private static long size(ConfigLine line) throws ConfigException {
    String text = line.only();
    return ByteSize.parse(text)
        .orElseThrow(() -> line.error("Bad RecordLimit number '" + text + "'"));
  }

  /** An address, not a name: figures are not for whoever a name leads to. */
  private static Optional<InetSocketAddress> listenAt(ConfigLine line) throws ConfigException {
    if (line.is(NONE)) {
      return Optional.empty();
    }
    ListenAddress address = ListenAddress.read(line);
    try {
      return Optional.of(
          new InetSocketAddress(
              InetAddress.ofLiteral(address.host()),
              address.port().orElseThrow(() -> line.error("MetricsListen needs a port"))));
    } catch (IllegalArgumentException _) {
      throw line.error("MetricsListen needs an address: " + address.host());
    }
  }

  private static String show(InetSocketAddress address) {
    String text = PeerAddresses.text(address);
    return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + address.getPort();
  }
}
