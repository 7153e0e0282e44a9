package org.sshlite.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.forward.X11Cookies;
import org.sshlite.protocol.message.SessionRequest;

/**
 * What a session lets programs of the far end reach here: the agent, the display. ForwardAgent and
 * ForwardX11 of ssh_config(5).
 *
 * @param requested the other forwardings, which {@code ~C} and {@code ~#} are about
 */
record SessionForwards(
    ClientConfig config, ClientSession session, RequestedForwards requested, StderrLog log) {
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
      agent()
          .ifPresent(
              socket -> {
                session.offerAgent(socket);
                log.debug("Requesting authentication agent forwarding.");
                channel.send(new SessionRequest.AuthAgentRequest());
              });
    }
  }

  private Optional<Path> agent() {
    String wanted = config.forwardAgent.get();
    return switch (wanted) {
      case "no" -> Optional.empty();
      case "yes" -> AgentSocket.of(AgentSocket.VARIABLE, UserEnvironment.variables()::get);
      default -> AgentSocket.of(wanted, UserEnvironment.variables()::get);
    };
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
    boolean trusted = config.forwardX11Trusted.get();
    Optional<X11Cookies> cookies =
        display
            .get()
            .cookies(config.xAuthLocation.get(), trusted, config.forwardX11Timeout.get(), log);
    if (cookies.isEmpty()) {
      return;
    }
    OptionalLong until =
        trusted || config.forwardX11Timeout.get().isZero()
            ? OptionalLong.empty()
            : OptionalLong.of(System.nanoTime() + config.forwardX11Timeout.get().toNanos());
    session.forwarding().offerDisplay(display.get().target(), cookies.get(), until);
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
}
