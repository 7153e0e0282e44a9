package org.sshlite.client.command;

import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.sshlite.client.ClientSession;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LocalHost;
import org.sshlite.protocol.connection.ChannelInfo;
import org.sshlite.protocol.connection.ConnectionFigures;
import org.sshlite.protocol.connection.ConnectionInfo;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.NumericAddress;
import org.sshlite.protocol.transport.Endpoint;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.Traffic;

/**
 * What a connection is and what is open on it, in lines: {@code ~I} and {@code ~#}, {@code -O
 * conninfo} and {@code -O channels}. Names and order are ssh's; what ssh does not tell stands
 * behind.
 */
record ConnectionReport(ConnectionInfo info, Optional<ConnectionFigures> figures) {
  static final String OPEN = "The following connections are open:";

  private static final long SCALE = 1024;

  /** Without figures where the connection is over. */
  static ConnectionReport of(ClientSession session) {
    Optional<ConnectionFigures> figures;
    try {
      figures = Optional.of(session.connection().figures().join());
    } catch (CompletionException _) {
      figures = Optional.empty();
    }
    return new ConnectionReport(session.connection().info(), figures);
  }

  List<String> connection(ClientConfig config) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Connection information for "
            + Printable.line(LocalHost.name())
            + " pid "
            + ProcessHandle.current().pid());
    figures.ifPresent(now -> tcp(lines, now));
    info.negotiated().ifPresent(negotiated -> algorithms(lines, negotiated));
    if (info.negotiated().isPresent()) {
      figures.ifPresent(now -> passed(lines, now, config));
    }
    lines.add("  user " + Printable.line(info.user()));
    info.peerIdentification().ifPresent(peer -> lines.add("  peer " + Printable.line(peer.line())));
    lines.add("  key exchanges " + info.keyExchanges());
    return lines;
  }

  private static void tcp(List<String> lines, ConnectionFigures now) {
    if (now.local().isPresent() && now.remote().isPresent()) {
      lines.add("  tcp " + place(now.local().get()) + " -> " + place(now.remote().get()));
    }
    lines.add("  duration " + span(now.age()));
  }

  private static String place(Endpoint end) {
    return address(end) + ":" + end.port();
  }

  static String address(Endpoint end) {
    return NumericAddress.text(InetAddress.ofLiteral(end.address()).getAddress());
  }

  private static void algorithms(List<String> lines, Negotiated negotiated) {
    lines.add("  kexalgorithm " + negotiated.kex().name());
    lines.add("  hostkeyalgorithm " + negotiated.hostKeyAlgorithm());
    String in = negotiated.serverToClient().encryption();
    lines.add("  cipher " + both(in, negotiated.clientToServer().encryption()));
    in = mac(negotiated.serverToClient().mac());
    lines.add("  mac " + both(in, mac(negotiated.clientToServer().mac())));
    in = negotiated.compressionServerToClient();
    lines.add("  compression " + both(in, negotiated.compressionClientToServer()));
  }

  private static String mac(String name) {
    return name.isEmpty() ? "<implicit>" : name;
  }

  private static String both(String in, String out) {
    return in.equals(out) ? in : in + " in, " + out + " out";
  }

  private void passed(List<String> lines, ConnectionFigures now, ClientConfig config) {
    Traffic in = now.transport().inbound();
    Traffic out = now.transport().outbound();
    boolean limited = config.rekeyLimit.get().bytes() > 0;
    String blocks =
        limited
            ? "blocks " + both(String.valueOf(in.rekeyBlocks()), String.valueOf(out.rekeyBlocks()))
            : "none";
    String interval =
        now.transport()
            .nextKeys()
            .map(next -> span(config.rekeyLimit.get().interval()) + ", next " + moment(next))
            .orElse("none");
    lines.add("  rekey limit " + blocks + " interval " + interval);
    lines.add(
        "  traffic "
            + packets(in, now.bytesReceived())
            + " in, "
            + packets(out, now.bytesSent())
            + " out");
    if (isCompressed(Negotiated::compressionServerToClient)
        || isCompressed(Negotiated::compressionClientToServer)) {
      lines.add("    compressed " + compressed(in) + " in, " + compressed(out) + " out");
    }
  }

  private boolean isCompressed(Function<Negotiated, String> way) {
    return !info.negotiated().map(way).orElse(Compression.NONE).equals(Compression.NONE);
  }

  private static String packets(Traffic way, long bytes) {
    return way.packets() + " pkts " + way.blocks() + " blks " + scaled(bytes);
  }

  private static String compressed(Traffic way) {
    double ratio = way.uncompressed() == 0 ? 0 : (double) way.compressed() / way.uncompressed();
    return String.format(
        Locale.ROOT, "%s/%s (*%.3f)", scaled(way.compressed()), scaled(way.uncompressed()), ratio);
  }

  private static String moment(Duration next) {
    // to the second, as all of it
    return LocalDateTime.now()
        .plus(next)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT));
  }

  /** Three digits at most, as fmt_scaled(3). */
  static String scaled(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= SCALE) {
      number /= SCALE;
      unit++;
    }
    String suffix = unit == 0 ? "B" : "KMGTPE".charAt(unit - 1) + "B";
    return unit == 0 || number >= 99.95
        ? Math.round(number) + suffix
        : String.format(Locale.ROOT, "%.1f%s", number, suffix);
  }

  /** As ssh: 01:02:03, 1d02h03m, 01w2d03h. */
  static String span(Duration time) {
    long days = time.toDays();
    int hours = time.toHoursPart();
    int minutes = time.toMinutesPart();
    if (days >= 7) {
      return String.format(Locale.ROOT, "%02dw%dd%02dh", days / 7, days % 7, hours);
    }
    return days > 0
        ? String.format(Locale.ROOT, "%dd%02dh%02dm", days, hours, minutes)
        : String.format(Locale.ROOT, "%02d:%02d:%02d", hours, minutes, time.toSecondsPart());
  }

  /** The channels, a line each. */
  List<String> channels() {
    return figures.map(ConnectionFigures::channels).orElse(List.of()).stream()
        .map(ConnectionReport::describe)
        .toList();
  }

  private static String describe(ChannelInfo channel) {
    return String.format(
        Locale.ROOT,
        "  #%d %s (%s, there #%s, may send %s, may receive %s)",
        channel.localChannel(),
        Printable.line(purpose(channel.type())),
        Printable.line(channel.type().name()),
        Integer.toUnsignedString(channel.recipientChannel()),
        scaled(channel.sendWindow()),
        scaled(channel.receiveWindow()));
  }

  private static String purpose(ChannelType type) {
    return switch (type) {
      case ChannelType.Session _ -> "client-session";
      case ChannelType.DirectTcpip(var host, var port, var from, var fromPort) ->
          "for " + host + " port " + port + connected(from, fromPort);
      case ChannelType.ForwardedTcpip(var at, var port, var from, var fromPort) ->
          "listened at " + at + " port " + port + " there" + connected(from, fromPort);
      case ChannelType.DirectStreamlocal(var path, _, _) -> "for " + path;
      case ChannelType.ForwardedStreamlocal(var path, _) -> "listened at " + path + " there";
      case ChannelType.AuthAgent _ -> "authentication agent connection";
      case ChannelType.X11(var from, var fromPort) -> "X11" + connected(from, fromPort);
      case ChannelType.Tunnel _, ChannelType.Unknown _ -> "unknown";
    };
  }

  private static String connected(String from, long port) {
    return ", connect from " + from + " port " + port;
  }
}
