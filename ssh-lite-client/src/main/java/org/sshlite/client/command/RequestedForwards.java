package org.sshlite.client.command;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Forwarding;
import org.sshlite.client.RemoteForward;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.config.ForwardSpec.End;
import org.sshlite.client.config.RemoteOpens;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.forward.BindAddress;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Target;

/** The forwardings that a configuration asks for, in ssh's words where it has any. */
final class RequestedForwards {
  private final ClientConfig config;
  private final Forwarding forwarding;
  private final StderrLog log;
  private final ForwardWords words;

  private final Map<Wanted, AutoCloseable> running = new ConcurrentHashMap<>();

  /** Whose end listens, ours or the server's, and what was asked for. */
  private record Wanted(boolean there, ForwardSpec spec) {}

  RequestedForwards(ClientConfig config, ClientSession session, StderrLog log) {
    this.config = config;
    this.forwarding = session.forwarding();
    this.log = log;
    this.words = new ForwardWords(log);
  }

  /**
   * Starts all of them.
   *
   * @return false when one failed and ExitOnForwardFailure ends the program, which was told
   */
  boolean start() throws IOException {
    if (config.clearAllForwardings.get()) {
      return true;
    }
    return listenHere() && listenThere();
  }

  private boolean listenHere() {
    List<ForwardSpec> wanted =
        Stream.concat(config.localForward.get().stream(), config.dynamicForward.get().stream())
            .toList();
    long done = wanted.stream().filter(this::local).count();
    boolean exits = config.exitOnForwardFailure.get();
    if (done < wanted.size() && (exits || done == 0)) {
      log.error("Could not request local forwarding.");
    }
    return done == wanted.size() || !exits;
  }

  /** Listens for one of {@code -L} or {@code -D}. */
  boolean local(ForwardSpec spec) {
    ListenAt at = listenAt(spec.listen());
    words.asksHere(spec, config.gatewayPorts.get());
    try {
      Listening listening =
          spec.connect().isPresent()
              ? forwarding.listen(at, target(spec.connect().get()), this::refused)
              : forwarding.listenForSocks(at, this::refused);
      running.put(new Wanted(false, spec), listening);
      words.listens(spec.listen(), listening);
      return true;
    } catch (IOException e) {
      String reason = Printable.line(String.valueOf(e.getMessage()));
      switch (spec.listen()) {
        case End.Port(_, var port) -> {
          log.debug(reason);
          log.error("channel_setup_fwd_listener_tcpip: cannot listen to port: " + port);
        }
        case End.Socket(var path) ->
            log.error("unix_listener: cannot bind to path " + path + ": " + reason);
      }
      return false;
    }
  }

  /** Ends one; false when there is none that listens there. */
  boolean cancel(boolean there, End listen) {
    return cancel(wanted -> wanted.there() == there && wanted.spec().listen().equals(listen));
  }

  /** Ends one; false when it was not asked for so. */
  boolean cancel(boolean there, ForwardSpec spec) {
    return cancel(new Wanted(there, spec)::equals);
  }

  private boolean cancel(Predicate<Wanted> which) {
    Optional<AutoCloseable> found =
        running.keySet().stream().filter(which).findFirst().map(running::remove);
    found.ifPresent(this::close);
    return found.isPresent();
  }

  private void close(AutoCloseable forward) {
    try {
      forward.close();
    } catch (Exception e) {
      log.debug(String.valueOf(e.getMessage()));
    }
  }

  /** Whether it runs. */
  boolean runs(boolean there, ForwardSpec spec) {
    return running.containsKey(new Wanted(there, spec));
  }

  int count() {
    return running.size();
  }

  /** The port at the far end of one that runs; 0 for a socket. */
  int remotePort(ForwardSpec spec) {
    return running.get(new Wanted(true, spec)) instanceof RemoteForward there ? there.port() : 0;
  }

  /** Where is listened here and there, a line each. */
  List<String> lines() {
    return running.keySet().stream()
        .map(
            each ->
                (each.there() ? "remote forward, listens at " : "local forward, listens at ")
                    + each.spec().listen())
        .sorted()
        .toList();
  }

  /** Why a connection came to nothing. On the event loop. */
  private void refused(IOException e) {
    log.info("channel: " + Printable.line(String.valueOf(e.getMessage())));
  }

  private ListenAt listenAt(End end) {
    return switch (end) {
      case End.Socket(var path) ->
          new ListenAt.Unix(
              Path.of(path), config.streamLocalBindMask.get(), config.streamLocalBindUnlink.get());
      case End.Port(var host, var port) -> new ListenAt.Tcp(address(host), family(), port, false);
    };
  }

  private Optional<ProtocolFamily> family() {
    return config.addressFamily.get().protocol();
  }

  private BindAddress address(Optional<String> host) {
    if (host.isEmpty()) {
      return config.gatewayPorts.get() ? new BindAddress.Wildcard() : new BindAddress.Loopback();
    }
    return switch (host.get()) {
      case "", "*" -> new BindAddress.Wildcard();
      case "localhost" -> new BindAddress.Loopback();
      default -> new BindAddress.Host(host.get());
    };
  }

  static Target target(End end) {
    return switch (end) {
      case End.Port(var host, var port) -> new Target.Tcp(host.orElse("localhost"), port);
      case End.Socket(var path) -> new Target.Unix(Path.of(path));
    };
  }

  /**
   * Asks for all at once: one after another each would cost a round trip. Answers come in order.
   */
  private boolean listenThere() throws IOException {
    boolean exits = config.exitOnForwardFailure.get();
    List<Asked> asked = new ArrayList<>();
    for (ForwardSpec spec : config.remoteForward.get()) {
      words.asksThere(spec);
      asked.add(new Asked(spec, request(spec)));
    }
    for (Asked each : asked) {
      if (!answered(each, exits) && exits) {
        return false;
      }
    }
    if (exits && !asked.isEmpty()) {
      log.debug("forwarding_success: all expected forwarding replies received");
    }
    return true;
  }

  /** One of {@code -R} that the server was asked for. */
  private record Asked(ForwardSpec spec, CompletableFuture<Optional<RemoteForward>> answer) {}

  /** Asks for one of {@code -R}. */
  boolean remote(ForwardSpec spec, boolean exits) throws IOException {
    return answered(new Asked(spec, request(spec)), exits);
  }

  private boolean answered(Asked asked, boolean exits) throws IOException {
    ForwardSpec spec = asked.spec();
    Optional<RemoteForward> forward = Answer.await(asked.answer());
    words.answered(spec, forward.isPresent());
    if (forward.isEmpty()) {
      String failure = "remote port forwarding failed for listen " + named(spec.listen());
      if (exits) {
        log.fatal("Error: " + failure);
      } else {
        log.info("Warning: " + failure);
      }
      return false;
    }
    running.put(new Wanted(true, spec), forward.get());
    if (spec.listen() instanceof End.Port(_, var port) && port == 0) {
      log.info(
          "Allocated port "
              + forward.get().port()
              + " for remote forward to "
              + ForwardWords.destined(spec));
    }
    return true;
  }

  private CompletableFuture<Optional<RemoteForward>> request(ForwardSpec spec) {
    return switch (spec.listen()) {
      case End.Port(var host, var port) -> {
        String address = bound(host);
        yield spec.connect().isPresent()
            ? forwarding.requestAsync(address, port, target(spec.connect().get()))
            : forwarding.requestForSocksAsync(address, port, permitted());
      }
      case End.Socket(var path) ->
          spec.connect().isPresent()
              ? forwarding.requestAsync(path, target(spec.connect().get()))
              : forwarding.requestForSocksAsync(path, permitted());
    };
  }

  /** What the server is asked to bind: ssh(1), -R. */
  static String bound(Optional<String> host) {
    return switch (host.orElse("localhost")) {
      case "", "*" -> "";
      case String other -> other;
    };
  }

  private Predicate<Target.Tcp> permitted() {
    RemoteOpens opens = config.permitRemoteOpen.get();
    return target -> opens.permit(target.host(), target.port());
  }

  static String named(End end) {
    return switch (end) {
      case End.Port(_, var port) -> "port " + port;
      case End.Socket(var path) -> "path " + path;
    };
  }
}
