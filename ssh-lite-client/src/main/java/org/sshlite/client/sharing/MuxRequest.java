package org.sshlite.client.sharing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.config.ForwardSpec.End;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.forward.Target;

/** What a client asks of its master: PROTOCOL.mux, sections 2 to 9. */
public sealed interface MuxRequest {
  /** What the answer refers to. */
  long id();

  /** A program on three descriptors that follow. */
  record NewSession(long id, Master.Session session) implements MuxRequest {}

  /** A connection from the far end on two descriptors that follow. */
  record NewStdioForward(long id, Target target) implements MuxRequest {}

  record AliveCheck(long id) implements MuxRequest {}

  record Terminate(long id) implements MuxRequest {}

  /**
   * A forward to begin.
   *
   * @param remote whether the far end listens
   */
  record OpenForward(long id, ForwardSpec spec, boolean remote) implements MuxRequest {}

  /** A forward to end, named as it was begun. */
  record CloseForward(long id, ForwardSpec spec, boolean remote) implements MuxRequest {}

  record StopListening(long id) implements MuxRequest {}

  /**
   * The extension "info".
   *
   * @param topic {@code connection} or {@code channels}
   */
  record Info(long id, String topic) implements MuxRequest {}

  /** What comes next is the connection protocol. */
  record Proxy(long id) implements MuxRequest {}

  /** One that is understood, and makes no sense. */
  record Invalid(long id) implements MuxRequest {}

  /** One that is not known here. */
  record Unsupported(long id) implements MuxRequest {}

  /** The kinds of forwards, by their numbers. */
  int LOCAL = 1;

  int REMOTE = 2;
  int DYNAMIC = 3;

  long LAST_PORT = 65535;

  /** ssh ends a session's environment there. */
  int MOST_VARIABLES = 4096;

  /** Reads one, its length taken off. */
  static MuxRequest read(SshReader in) throws MalformedException {
    int number = (int) in.uint32("type");
    long id = in.uint32("request id");
    return switch (number) {
      case MuxNumber.NEW_SESSION -> newSession(id, in);
      case MuxNumber.NEW_STDIO_FORWARD -> newStdioForward(id, in);
      case MuxNumber.ALIVE_CHECK -> new AliveCheck(id);
      case MuxNumber.TERMINATE -> new Terminate(id);
      case MuxNumber.OPEN_FORWARD -> forward(id, in, true);
      case MuxNumber.CLOSE_FORWARD -> forward(id, in, false);
      case MuxNumber.STOP_LISTENING -> new StopListening(id);
      case MuxNumber.PROXY -> new Proxy(id);
      case MuxNumber.INFO -> new Info(id, in.text("topic"));
      default -> new Unsupported(id);
    };
  }

  private static MuxRequest newSession(long id, SshReader in) throws MalformedException {
    in.string("reserved");
    boolean terminal = in.uint32("want tty") != 0;
    boolean x11 = in.uint32("want X11 forwarding") != 0;
    boolean agent = in.uint32("want agent") != 0;
    boolean subsystem = in.uint32("subsystem") != 0;
    long escape = in.uint32("escape char");
    String terminalType = in.text("terminal type");
    byte[] command = in.string("command");
    List<String> environment = new ArrayList<>();
    while (in.remaining() > 0) {
      String variable = in.text("environment string");
      if (environment.size() < MOST_VARIABLES) {
        environment.add(variable);
      }
    }
    return new NewSession(
        id,
        new Master.Session(
            terminal,
            x11,
            agent,
            subsystem,
            escape > 0xff ? -1 : (int) escape,
            terminalType,
            command,
            environment));
  }

  private static MuxRequest newStdioForward(long id, SshReader in) throws MalformedException {
    in.string("reserved");
    String host = in.text("connect host");
    long port = in.uint32("connect port");
    if (port == MuxNumber.PATH_PORT) {
      return new NewStdioForward(id, new Target.Unix(path(in, "connect host", host)));
    }
    if (port == 0 || port > LAST_PORT) {
      throw in.malformed("connect port", "no port");
    }
    return new NewStdioForward(id, new Target.Tcp(host, (int) port));
  }

  private static MuxRequest forward(long id, SshReader in, boolean opens)
      throws MalformedException {
    long kind = in.uint32("forwarding type");
    String listenHost = in.text("listen host");
    End listen = end(in, "listen", listenHost, in.uint32("listen port"));
    String connectHost = in.text("connect host");
    long connectPort = in.uint32("connect port");
    boolean remote = kind == REMOTE;
    Optional<End> connect =
        kind == DYNAMIC || remote && connectPort == 0
            ? Optional.empty() // SOCKS, however it is named
            : Optional.of(end(in, "connect", connectHost, connectPort));
    boolean sensible =
        kind >= LOCAL
            && kind <= DYNAMIC
            && !(kind == DYNAMIC && listen instanceof End.Socket)
            && connect.map(MuxRequest::isPlace).orElse(true);
    if (!sensible) {
      return new Invalid(id);
    }
    ForwardSpec spec = new ForwardSpec(listen, connect);
    return opens ? new OpenForward(id, spec, remote) : new CloseForward(id, spec, remote);
  }

  private static boolean isPlace(End end) {
    return !(end instanceof End.Port(var host, var port)) || port != 0 && host.isPresent();
  }

  private static End end(SshReader in, String which, String host, long port)
      throws MalformedException {
    if (port == MuxNumber.PATH_PORT) {
      path(in, which + " host", host);
      return new End.Socket(host);
    }
    if (port > LAST_PORT) {
      throw in.malformed(which + " port", "no port");
    }
    return new End.Port(Optional.of(host).filter(name -> !name.isEmpty()), (int) port);
  }

  private static Path path(SshReader in, String field, String path) throws MalformedException {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw in.malformed(field, "no path");
    }
    return Path.of(path);
  }
}
