package org.sshlite.client.command;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.Destination;
import org.sshlite.client.config.JumpHosts;
import org.sshlite.client.config.MatchContext;
import org.sshlite.client.config.Tokens;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.sharing.LentStreams;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;

/**
 * How the host of one run is reached: ProxyJump, ProxyCommand and ProxyUseFdpass of ssh_config(5).
 * Each jump host has a configuration of its own, from the same files, and is judged by its own
 * name, or there is a master for it, which was; it opens no session, so that nothing, no agent
 * either, is forwarded to it.
 */
final class Routes implements AutoCloseable {
  /** A jump host's own files may name another: more than this is a circle. */
  private static final int MAXIMUM_HOPS = 16;

  /** Those of ProxyJump, ssh_config(5). */
  private static final Pattern TOKEN = Pattern.compile("%[%hnpr]");

  private static final int DEFAULT_PORT = 22; // RFC 4253 §4

  /** ProxyCommand: whoever started this has connected its standard input and output. */
  private static final String OWN_STREAMS = "-";

  private final Optional<String> configFile;
  private final Dialog dialog;
  private final StderrLog log;
  private final Function<ClientOptions, SshClient> clients;
  private final boolean callsHops;

  /** What ends each; the last that was connected first. */
  private final Deque<Runnable> opened = new ArrayDeque<>();

  private int depth = Integer.getInteger(HopCommand.DEPTH, 0);

  /**
   * @param configFile of {@code -F}
   * @param clients makes those that connect to jump hosts
   * @param callsHops whether a jump host that is to be a master is a call of its own
   */
  Routes(
      Optional<String> configFile,
      Dialog dialog,
      StderrLog log,
      Function<ClientOptions, SshClient> clients,
      boolean callsHops) {
    this.configFile = configFile;
    this.dialog = dialog;
    this.log = log;
    this.clients = clients;
    this.callsHops = callsHops;
  }

  /** Whether standard input and output are the connection, and free for nothing else. */
  static boolean takeStreams(ClientConfig config) {
    return config.proxyJump.get().isEmpty()
        && config.proxyCommand.get().equals(Optional.of(OWN_STREAMS));
  }

  /** The same connection is none to a second host, and no way to several. */
  static void refuseStreams(ClientConfig config, String host) throws ConfigException {
    if (takeStreams(config)) {
      throw new ConfigException(
          "ProxyCommand=- leads to one host that is logged in to, not to " + Printable.line(host));
    }
  }

  /**
   * The way to the host of {@code config}; jump hosts on it are connected when this returns.
   *
   * @throws IOException when one of them cannot be, which is not told yet
   */
  Route of(ClientConfig config, Tokens names) throws ConfigException, IOException {
    Optional<JumpHosts> jumps = config.proxyJump.get();
    if (jumps.isPresent()) {
      return through(jumps.get().hosts(), names);
    }
    Optional<String> command = config.proxyCommand.get();
    if (command.isEmpty() || command.get().equalsIgnoreCase("none")) {
      return new Route.Direct();
    }
    if (takeStreams(config)) {
      if (config.proxyUseFdpass.get()) {
        throw new ConfigException("ProxyCommand=- and ProxyUseFdpass are incompatible");
      }
      return new Route.Streams(StandardStream.stdin(), StandardStream.stdout());
    }
    String line = names.percent(command.get(), Map.of('r', names.remoteUser()));
    return config.proxyUseFdpass.get() ? new Route.Dialer(line) : new Route.Command(line);
  }

  /**
   * @param names of the host that is reached through them
   */
  private Route through(List<Destination> written, Tokens names)
      throws ConfigException, IOException {
    List<Destination> jumps = new ArrayList<>();
    for (Destination each : written) {
      Optional<String> user = each.user();
      if (user.isPresent()) {
        user = Optional.of(withTokens(user.get(), names));
      }
      jumps.add(new Destination(user, withTokens(each.host(), names), each.port()));
    }
    Destination hop = jumps.getLast();
    if (hop.host().equals(names.host())
        && hop.port().orElse(DEFAULT_PORT).equals(names.port())
        && hop.user().orElse(names.remoteUser()).equals(names.remoteUser())) {
      throw new ConfigException("jumphost loop via " + Printable.line(hop.host()));
    }
    if (depth >= MAXIMUM_HOPS) {
      throw new ConfigException("jumphost loop: more than " + MAXIMUM_HOPS + " hosts");
    }
    log.debug("Setting implicit ProxyJump: " + Printable.line(hop.asJump()));
    depth++;
    try {
      return from(hop, jumps.subList(0, jumps.size() - 1), names);
    } finally {
      depth--;
    }
  }

  /** As in the ProxyCommand that ssh makes of it. A zone, as in {@code fe80::1%eth0}, is none. */
  private static String withTokens(String name, Tokens names) throws ConfigException {
    Matcher tokens = TOKEN.matcher(name);
    StringBuilder out = new StringBuilder();
    while (tokens.find()) {
      String value = names.percent(tokens.group(), Map.of('r', names.remoteUser()));
      tokens.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return tokens.appendTail(out).toString();
  }

  /**
   * As ssh, where a jump host is another call of it, with {@code -W}: with a master of its own, and
   * then no way to it.
   *
   * @param earlier where it is reached from; empty for its own files to say
   */
  private Route from(Destination hop, List<Destination> earlier, Tokens target)
      throws ConfigException, IOException {
    ClientConfig config = new ClientConfig();
    hop.user().ifPresent(user -> config.user.offerTyped(Optional.of(user)));
    hop.port().ifPresent(config.port::offer);
    if (!earlier.isEmpty()) {
      config.proxyJump.offer(Optional.of(JumpHosts.of(earlier)));
    }
    Tokens names =
        new ConfigReader(config, log)
            .files(new MatchContext(hop.host(), "", Tokens.LocalUser.current()), configFile);
    Optional<SharedConnection> shared = SharedConnection.of(config, log);
    Optional<LentStreams> streams =
        shared.isPresent() ? shared.get().route(target.host(), target.port()) : Optional.empty();
    if (streams.isPresent()) {
      opened.push(streams.get()::close);
      return new Route.Streams(streams.get().input(), streams.get().output());
    }
    if (callsHops && shared.isPresent() && !config.controlMaster.get().equals("false")) {
      Optional<String> line =
          HopCommand.of(hop, earlier, configFile, log.level(), target).line(depth);
      if (line.isPresent()) {
        return new Route.Command(line.get());
      }
    }
    refuseStreams(config, names.host());
    ClientSession session = connect(config, names);
    opened.push(session::close);
    return new Route.Jump(session);
  }

  private ClientSession connect(ClientConfig config, Tokens names)
      throws ConfigException, IOException {
    Route route = of(config, names);
    SshClient client = clients.apply(new OptionsOf(config, names, dialog).clientOptions());
    try {
      return client.connect(names.destination(), route);
    } catch (IOException e) {
      new Farewell(names.host(), names.port(), log).loginFailed(e);
      throw new IOException("Connection to the jump host " + names.host() + " failed", e);
    }
  }

  /** Ends the connections to jump hosts, and with them what goes through them. */
  @Override
  public void close() {
    opened.forEach(Runnable::run);
    opened.clear();
  }
}
