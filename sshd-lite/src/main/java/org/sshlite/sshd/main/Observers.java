package org.sshlite.sshd.main;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UnixDatagram;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.sshd.config.OperationSettings;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.event.Event;
import org.sshlite.sshd.event.EventLog;
import org.sshlite.sshd.event.Events;
import org.sshlite.sshd.metrics.MetricsServer;

/**
 * Who is told of events, by the configuration as it is now: connections of those before tell them
 * too.
 */
final class Observers implements Events, AutoCloseable {
  /** Seconds for a request and for its answer: the JDK's server would wait for ever. */
  private static final String MOST_SECONDS = "10";

  private final StderrLog log;
  private volatile Optional<EventLog> eventLog = Optional.empty();
  private volatile Optional<MetricsServer> metrics = Optional.empty();
  private volatile IntSupplier penalised = () -> 0;
  private Optional<InetSocketAddress> metricsAt = Optional.empty();

  Observers(StderrLog log) {
    this.log = log;
  }

  /** Whether anybody is told. */
  boolean any() {
    return eventLog.isPresent() || metrics.isPresent();
  }

  @Override
  public void tell(Event event) {
    eventLog.ifPresent(told -> told.tell(event));
    metrics.ifPresent(told -> told.tell(event));
  }

  /** What is told by another configuration from now on, until it is kept or undone. */
  final class Change {
    private final Optional<EventLog> formerLog = eventLog;
    private final Optional<MetricsServer> formerMetrics = metrics;
    private final Optional<InetSocketAddress> formerAddress = metricsAt;
    private final IntSupplier formerPenalised = penalised;

    private Change() {}

    /** Closes what was before. */
    void keep() {
      close(formerLog, formerMetrics, metrics);
    }

    /** Goes back to what was before. */
    void undo() {
      Optional<EventLog> refusedLog = eventLog;
      Optional<MetricsServer> refused = metrics;
      eventLog = formerLog;
      metrics = formerMetrics;
      metricsAt = formerAddress;
      penalised = formerPenalised;
      close(refusedLog, refused, formerMetrics);
    }

    private static void close(
        Optional<EventLog> log, Optional<MetricsServer> server, Optional<MetricsServer> other) {
      log.ifPresent(EventLog::close);
      // figures go on where the address stays
      server.filter(each -> other.filter(each::equals).isEmpty()).ifPresent(MetricsServer::close);
    }
  }

  /**
   * Opens what the configuration names, also where it named the same before.
   *
   * @param refused sources that are refused for a while by this configuration
   * @throws ConfigException when it cannot; then those before are told as ever
   */
  Change configure(ServerConfig config, IntSupplier refused) throws ConfigException {
    Change change = new Change();
    Optional<InetSocketAddress> wanted = config.get(OperationSettings.METRICS_LISTEN);
    Optional<EventLog> opened = eventLog(config);
    try {
      metrics = wanted.equals(metricsAt) ? metrics : serve(wanted);
    } catch (ConfigException e) {
      opened.ifPresent(EventLog::close);
      throw e;
    }
    metricsAt = wanted;
    eventLog = opened;
    penalised = refused;
    return change;
  }

  private Optional<MetricsServer> serve(Optional<InetSocketAddress> wanted) throws ConfigException {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    // the whole process's, which is our program
    System.setProperty("sun.net.httpserver.maxReqTime", MOST_SECONDS);
    System.setProperty("sun.net.httpserver.maxRspTime", MOST_SECONDS);
    String where = PeerAddresses.text(wanted.get()) + " port ";
    try {
      MetricsServer server =
          MetricsServer.start(wanted.get(), this::waiting, () -> penalised.getAsInt());
      log.info("Serving metrics on " + where + server.port() + ".");
      return Optional.of(server);
    } catch (IOException e) {
      throw new ConfigException(
          "MetricsListen: cannot listen on "
              + where
              + wanted.get().getPort()
              + ": "
              + e.getMessage());
    }
  }

  private int waiting() {
    return eventLog.map(EventLog::waiting).orElse(0);
  }

  private Optional<EventLog> eventLog(ServerConfig config) throws ConfigException {
    String place = config.get(OperationSettings.EVENT_LOG);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    EventLog.Sink sink = sink(place);
    try {
      return Optional.of(
          new EventLog(sink, e -> log.error("EventLog " + place + ": " + ConfigFile.reason(e))));
    } catch (NoThreadException e) {
      sink.close();
      throw new ConfigException("EventLog " + place + ": " + e.getMessage());
    }
  }

  private static EventLog.Sink sink(String place) throws ConfigException {
    return place.startsWith(OperationSettings.SOCKET)
        ? new SocketSink(new UnixDatagram(place.substring(OperationSettings.SOCKET.length())))
        : new FileSink(StderrLog.open(Path.of(place)));
  }

  /** Each event a line. */
  private record FileSink(OutputStream out) implements EventLog.Sink {
    @Override
    public void write(byte[] line) throws IOException {
      out.write(line);
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException _) {
        // nothing is held back: it was written, or that failed
      }
    }
  }

  /** Each event a datagram. */
  private record SocketSink(UnixDatagram socket) implements EventLog.Sink {
    @Override
    public void write(byte[] line) throws IOException {
      if (!socket.send(line)) {
        throw new IOException("nobody takes datagrams there");
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Override
  public void close() {
    eventLog.ifPresent(EventLog::close);
    metrics.ifPresent(MetricsServer::close);
  }
}
