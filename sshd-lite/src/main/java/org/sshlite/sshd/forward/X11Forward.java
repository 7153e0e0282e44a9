package org.sshlite.sshd.forward;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolFamily;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.sshlite.program.config.LocalHost;
import org.sshlite.protocol.forward.BindAddress;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.permit.Permission;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.permit.X11Display;
import org.sshlite.sshd.permit.X11Permit;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.session.SessionForwards;

/**
 * A display that stands for the client's, RFC 4254 §6.3: a port here, whose connections become
 * channels of type x11.
 *
 * @param authorizationName the display's name as xauth has it
 */
record X11Forward(
    String name,
    String authorizationName,
    X11Display granted,
    SessionRequest.X11Request request,
    Listening listening)
    implements SessionForwards.Display {
  private static final Logger LOG = System.getLogger("forward");
  private static final int FIRST_PORT = 6000;
  private static final int LAST_PORT = 65535;

  /** As OpenSSH. */
  private static final int MAXIMUM_DISPLAYS = 1000;

  /** It waits for the lock of a file that another may hold. */
  private static final int XAUTH_MILLISECONDS = 30_000;

  /** What may go into a line for xauth: the client chose it. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/_-]{1,512}");

  /** Finds a display that is free, and listens at its port. Waits. */
  static Optional<SessionForwards.Display> start(
      SessionRequest.X11Request request,
      X11Permit permit,
      Optional<ProtocolFamily> family,
      Forwards forwards,
      Consumer<Refusal> onDenied) {
    if (!PLAIN.matcher(request.protocol()).matches()
        || !PLAIN.matcher(request.cookie()).matches()) {
      LOG.log(Level.ERROR, "Invalid X11 forwarding data");
      return Optional.empty();
    }
    return switch (permit.request()) {
      case Permission.Denied(var refusal) -> {
        onDenied.accept(refusal);
        yield Optional.empty();
      }
      case Permission.Granted(X11Display display) -> listen(request, display, family, forwards);
    };
  }

  private static Optional<SessionForwards.Display> listen(
      SessionRequest.X11Request request,
      X11Display display,
      Optional<ProtocolFamily> family,
      Forwards forwards) {
    BindAddress address =
        display.localhost() ? new BindAddress.Loopback() : new BindAddress.Wildcard();
    int end = Math.min(display.offset() + MAXIMUM_DISPLAYS, LAST_PORT - FIRST_PORT + 1);
    for (int number = display.offset(); number < end; number++) {
      try {
        return Optional.of(
            named(request, display, number, bind(request, forwards, address, family, number)));
      } catch (CompletionException e) {
        LOG.log(Level.DEBUG, "display " + number + ": " + e.getCause().getMessage());
      }
    }
    LOG.log(Level.ERROR, "Failed to allocate internet-domain X11 display socket.");
    return Optional.empty();
  }

  private static Listening bind(
      SessionRequest.X11Request request,
      Forwards forwards,
      BindAddress address,
      Optional<ProtocolFamily> family,
      int number) {
    ListenAt at = new ListenAt.Tcp(address, family, FIRST_PORT + number, true);
    Function<Originator, ChannelType> type =
        from -> new ChannelType.X11(from.address(), from.port());
    Consumer<IOException> onRefused = e -> LOG.log(Level.DEBUG, "x11: " + e.getMessage());
    CompletableFuture<Listening> listening =
        request.singleConnection()
            ? forwards.listenForOne(at, type, onRefused)
            : forwards.listen(at, type, onRefused);
    return listening.join();
  }

  private static X11Forward named(
      SessionRequest.X11Request request, X11Display display, int number, Listening listening) {
    String end = ":" + number + "." + request.screen();
    if (display.localhost()) {
      return new X11Forward("localhost" + end, "unix" + end, display, request, listening);
    }
    String name = LocalHost.name() + end;
    return new X11Forward(name, name, display, request, listening);
  }

  @Override
  public String authorization() {
    return request.protocol() + " " + request.cookie() + "\n";
  }

  @Override
  public void authorize(Actor actor) {
    Account account = actor.account();
    Command xauth =
        Command.of(
            "/",
            List.of("HOME=" + account.home(), "USER=" + account.name()),
            granted.xauth().toString(),
            "xauth",
            "-q",
            "-");
    // by its input: what is in a command line, everyone on this machine can read
    byte[] lines =
        "remove %s%nadd %s %s %s%n"
            .formatted(authorizationName, authorizationName, request.protocol(), request.cookie())
            .getBytes(StandardCharsets.US_ASCII);
    try {
      // waits in calls of the system
      Threads.daemon("xauth", () -> run(actor.command(xauth), lines)).join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (NoThreadException e) {
      LOG.log(Level.ERROR, "Could not run " + xauth.program() + ": " + e.getMessage());
    }
  }

  private static void run(Command xauth, byte[] lines) {
    try (Child child = Child.spawn(xauth)) {
      try (OutputStream in = child.input()) {
        in.write(lines);
      }
      if (child.await(XAUTH_MILLISECONDS).isEmpty()) {
        child.hangUp();
        LOG.log(Level.ERROR, xauth.program() + " does not end");
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "Could not run " + xauth.program() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
