package org.sshlite.sshd.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.function.IntSupplier;
import org.sshlite.sshd.event.Event;
import org.sshlite.sshd.event.Events;

/** What happened, counted. Any thread. */
public final class Metrics implements Events {
  /** What a client may choose the name of has few values here: each one stays for ever. */
  private static final String OTHER = "other";

  private static final Set<String> CHANNELS =
      Set.of(
          "session",
          "direct-tcpip",
          "direct-streamlocal@openssh.com",
          "tun@openssh.com",
          "x11",
          "auth-agent@openssh.com");

  private final Counter connections;
  private final Gauge open;
  private final Counter dropped;
  private final Counter kex;
  private final Counter authentications;
  private final Counter channels;
  private final Counter channelsRefused;
  private final Gauge channelsOpen;
  private final Counter commands;
  private final Gauge commandsRunning;
  private final Counter forwards;
  private final Counter bytes;
  private final Counter transferred;
  private final Counter ends;

  /**
   * @param queued events that wait to be written
   * @param penalised sources that are refused for a while
   */
  public Metrics(PrometheusRegistry registry, IntSupplier queued, IntSupplier penalised) {
    connections = counter(registry, "connections", "Connections taken");
    open = gauge(registry, "connections_open", "Connections that are open");
    dropped =
        counter(registry, "connections_dropped", "Connections refused at once, by why", "reason");
    kex = counter(registry, "key_exchanges", "Key exchanges, by their method", "method");
    authentications =
        counter(
            registry,
            "authentications",
            "Requests to be authenticated, by method and result",
            "method",
            "result");
    channels = counter(registry, "channels", "Channels that clients opened, by type", "type");
    channelsRefused =
        counter(registry, "channels_refused", "Channels that were refused, by type", "type");
    channelsOpen = gauge(registry, "channels_open", "Channels that are open, by type", "type");
    commands =
        counter(registry, "commands", "Shells, commands and subsystems started, by kind", "kind");
    commandsRunning = gauge(registry, "commands_running", "Those that have not ended");
    forwards =
        counter(
            registry, "forward_requests", "Requests to listen, by what was answered", "granted");
    bytes =
        counter(
            registry, "bytes", "Bytes of connections that have ended, by direction", "direction");
    transferred =
        counter(
            registry,
            "transferred_bytes",
            "Bytes of files that internal-sftp served and closed, by direction",
            "direction");
    ends = counter(registry, "ends", "Connections that have ended, by why", "reason");
    gauge(registry, "events_waiting", "Events that wait to be written", queued);
    gauge(registry, "sources_penalised", "Sources that are refused for a while", penalised);
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, IntSupplier value) {
    GaugeWithCallback.builder()
        .name("sshd_lite_" + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsInt()))
        .register(registry);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("sshd_lite_" + name + "_total")
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private static Gauge gauge(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Gauge.builder()
        .name("sshd_lite_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  @Override
  public void tell(Event event) {
    switch (event) {
      case Event.Connected _ -> {
        connections.inc();
        open.inc();
      }
      case Event.Dropped(_, var reason, _) -> dropped.labelValues(reason).inc();
      case Event.Negotiated(_, _, var algorithms) -> kex.labelValues(algorithms.kex().name()).inc();
      case Event.Authentication(_, _, var method, var result, _, _) ->
          authentications.labelValues(method, result.text()).inc();
      case Event.ChannelOpened(_, _, var type, _) -> {
        channels.labelValues(known(type)).inc();
        channelsOpen.labelValues(known(type)).inc();
      }
      case Event.ChannelRefused(_, _, var type, _, _) ->
          channelsRefused.labelValues(known(type)).inc();
      case Event.ChannelClosed(_, _, var type) -> channelsOpen.labelValues(known(type)).dec();
      case Event.CommandStarted(_, _, var kind, _, _) -> {
        commands.labelValues(kind).inc();
        commandsRunning.inc();
      }
      case Event.CommandEnded _ -> commandsRunning.dec();
      case Event.Forward(_, _, _, var granted) ->
          forwards.labelValues(String.valueOf(granted)).inc();
      case Event.Transfer(_, _, var read, var written) -> {
        transferred.labelValues("read").inc(read);
        transferred.labelValues("written").inc(written);
      }
      case Event.Ended ended -> {
        open.dec();
        ends.labelValues(ended.reason()).inc();
        bytes.labelValues("received").inc(ended.received());
        bytes.labelValues("sent").inc(ended.sent());
      }
    }
  }

  private static String known(String type) {
    return CHANNELS.contains(type) ? type : OTHER;
  }
}
