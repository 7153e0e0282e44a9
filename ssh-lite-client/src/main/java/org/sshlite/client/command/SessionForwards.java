package org.sshlite.client.command;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.forward.X11Cookies;
import org.sshlite.protocol.message.SessionRequest;

/**
 * What the sessions of a connection let programs of the far end reach here: the agent, the display.
 * ForwardAgent and ForwardX11 of ssh_config(5).
 */
final class SessionForwards {
  private final ClientConfig config;
  private final ClientSession session;
  private final RequestedForwards requested;
  private final StderrLog log;

  /** What the display was offered with, once it was. Under the lock of this. */
  private Optional<X11Cookies> offered = Optional.empty();

  /**
   * @param requested the other forwardings, which {@code ~C} and {@code ~#} are about
   */
  SessionForwards(
      ClientConfig config, ClientSession session, RequestedForwards requested, StderrLog log) {
    this.config = config;
    this.session = session;
    this.requested = requested;
    this.log = log;
  }

  ClientConfig config() {
    return config;
  }

  RequestedForwards requested() {
    return requested;
  }

  /** Before the program is asked for. */
  void request(SessionChannel channel) throws IOException {
    request(channel, true, true);
  }

  /** As {@link #request(SessionChannel)}, of what is configured what is wanted too. */
  void request(SessionChannel channel, boolean wantsDisplay, boolean wantsAgent)
      throws IOException {
    if (wantsDisplay && config.forwardX11.get()) {
      display(channel);
    }
    if (wantsAgent) {
      AgentSocket.forwarded(config, UserEnvironment.variables()::get)
          .filter(this::answers)
          .ifPresent(
              socket -> {
                session.offerAgent(socket);
                log.debug("Requesting authentication agent forwarding.");
                channel.send(new SessionRequest.AuthAgentRequest());
              });
    }
  }

  /** As ssh: an agent that is gone is not offered. */
  private boolean answers(Path agent) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
      return true;
    } catch (IOException e) {
      log.debug("no agent to forward at " + agent + ": " + e.getMessage());
      return false;
    }
  }

  private static String variable(String name) {
    return UserEnvironment.variables().getOrDefault(name, "");
  }

  private void display(SessionChannel channel) throws IOException {
    Optional<LocalDisplay> display = LocalDisplay.of(variable("DISPLAY"));
    if (display.isEmpty()) {
      log.debug("X11 forwarding requested but DISPLAY not set");
      return;
    }
    Optional<X11Cookies> cookies = offer(display.get());
    if (cookies.isEmpty()) {
      return;
    }
    log.debug("Requesting X11 forwarding with authentication spoofing.");
    channel
        .request(
            new SessionRequest.X11Request(
                false,
                cookies.get().protocol(),
                HexFormat.of().formatHex(cookies.get().fake()),
                display.get().screen()))
        .thenAccept(
            done -> {
              if (!done) {
                log.info("X11 forwarding request failed on channel 0");
              }
            });
  }

  /**
   * Offers it once for all sessions, as ssh: others would make the cookies of those before worth
   * nothing, and begin ForwardX11Timeout anew.
   *
   * @return empty where there are no cookies to offer it with, which was told
   */
  private synchronized Optional<X11Cookies> offer(LocalDisplay display) throws IOException {
    if (offered.isPresent()) {
      return offered;
    }
    boolean trusted = config.forwardX11Trusted.get();
    Duration timeout = config.forwardX11Timeout.get();
    offered = display.cookies(config.xAuthLocation.get(), trusted, timeout, log);
    if (offered.isPresent()) {
      OptionalLong until =
          trusted || timeout.isZero()
              ? OptionalLong.empty()
              : OptionalLong.of(System.nanoTime() + timeout.toNanos());
      session.forwarding().offerDisplay(display.target(), offered.get(), until);
    }
    return offered;
  }
}
