package org.sshlite.sshd.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import org.sshlite.sshd.event.Event;
import org.sshlite.sshd.event.Events;

/**
 * Serves figures over HTTP, at {@code /metrics}. How long a request may take is the business of the
 * JDK's server, and of its properties {@code sun.net.httpserver.maxReqTime} and {@code maxRspTime},
 * which are the process's. Any thread.
 */
public final class MetricsServer implements Events, AutoCloseable {
  private final Metrics metrics;
  private final HTTPServer server;

  private MetricsServer(Metrics metrics, HTTPServer server) {
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * @param queued events that wait to be written
   * @param penalised sources that are refused for a while
   * @throws IOException when the address cannot be bound
   */
  public static MetricsServer start(
      InetSocketAddress address, IntSupplier queued, IntSupplier penalised) throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    Metrics metrics = new Metrics(registry, queued, penalised);
    JvmMemoryMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    return new MetricsServer(
        metrics,
        HTTPServer.builder()
            .inetAddress(address.getAddress())
            .port(address.getPort())
            .registry(registry)
            .authenticator(new Family(address.getAddress()))
            .buildAndStart());
  }

  /** That was chosen. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void tell(Event event) {
    metrics.tell(event);
  }

  @Override
  public void close() {
    server.close();
  }

  /** The JDK's socket takes 0.0.0.0 for all addresses of IPv6, too: by them nobody is served. */
  private static final class Family extends Authenticator {
    private static final int FORBIDDEN = 403;

    private final boolean ipv4Only;

    Family(InetAddress listening) {
      ipv4Only = listening instanceof Inet4Address;
    }

    @Override
    public Result authenticate(HttpExchange exchange) {
      boolean fits = !ipv4Only || exchange.getRemoteAddress().getAddress() instanceof Inet4Address;
      return fits ? new Success(new HttpPrincipal("", "metrics")) : new Failure(FORBIDDEN);
    }
  }
}
