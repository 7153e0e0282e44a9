package org.sshlite.protocol.message;

import java.nio.charset.StandardCharsets;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * What a {@link ChannelRequest} asks of a session channel, RFC 4254 §6.2–6.10, RFC 4335, OpenSSH
 * PROTOCOL §2. Commands, names and values of the environment are bytes without a NUL; records own
 * the arrays they hold.
 */
public sealed interface SessionRequest {
  /** The request type on the wire. */
  String type();

  /** Appends the fields that follow {@code want reply}. */
  void write(SshWriter out);

  /**
   * "pty-req", RFC 4254 §6.2. A dimension of 0 is to be ignored.
   *
   * @param terminal the value for TERM
   */
  record PtyRequest(
      String terminal,
      int columns,
      int rows,
      int widthPixels,
      int heightPixels,
      TerminalModes modes)
      implements SessionRequest {
    public static final String TYPE = "pty-req";

    static PtyRequest read(SshReader in) throws MalformedException {
      return new PtyRequest(
          CString.text(in, "TERM environment variable value"),
          dimension(in, "terminal width, characters"),
          dimension(in, "terminal height, rows"),
          dimension(in, "terminal width, pixels"),
          dimension(in, "terminal height, pixels"),
          TerminalModes.decode(in.string("encoded terminal modes")));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(terminal)
          .uint32(columns)
          .uint32(rows)
          .uint32(widthPixels)
          .uint32(heightPixels)
          .string(modes.encode());
    }
  }

  /** "env", RFC 4254 §6.4. {@code value}: the bytes as they came. */
  record Env(String name, byte[] value) implements SessionRequest {
    public static final String TYPE = "env";

    public Env(String name, String value) {
      this(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static Env read(SshReader in) throws MalformedException {
      return new Env(CString.text(in, "variable name"), CString.bytes(in, "variable value"));
    }

    /** The value as UTF-8. */
    public String text() {
      return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(name).string(value);
    }
  }

  /** "shell", RFC 4254 §6.5. */
  record Shell() implements SessionRequest {
    public static final String TYPE = "shell";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /** "exec", RFC 4254 §6.5. {@code command}: the bytes as they came. */
  record Exec(byte[] command) implements SessionRequest {
    public static final String TYPE = "exec";

    public Exec(String command) {
      this(command.getBytes(StandardCharsets.UTF_8));
    }

    static Exec read(SshReader in) throws MalformedException {
      return new Exec(CString.bytes(in, "command"));
    }

    /** The command as UTF-8. */
    public String text() {
      return new String(command, StandardCharsets.UTF_8);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(command);
    }
  }

  /** "subsystem", RFC 4254 §6.5. */
  record Subsystem(String name) implements SessionRequest {
    public static final String TYPE = "subsystem";

    static Subsystem read(SshReader in) throws MalformedException {
      return new Subsystem(CString.text(in, "subsystem name"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(name);
    }
  }

  /** "window-change", RFC 4254 §6.7. A dimension of 0 is to be ignored. */
  record WindowChange(int columns, int rows, int widthPixels, int heightPixels)
      implements SessionRequest {
    public static final String TYPE = "window-change";

    static WindowChange read(SshReader in) throws MalformedException {
      return new WindowChange(
          dimension(in, "terminal width, columns"),
          dimension(in, "terminal height, rows"),
          dimension(in, "terminal width, pixels"),
          dimension(in, "terminal height, pixels"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(columns).uint32(rows).uint32(widthPixels).uint32(heightPixels);
    }
  }

  /** "xon-xoff", RFC 4254 §6.8: whether the client may stop and start output by itself. */
  record XonXoff(boolean clientCanDo) implements SessionRequest {
    public static final String TYPE = "xon-xoff";

    static XonXoff read(SshReader in) throws MalformedException {
      return new XonXoff(in.bool("client can do"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.bool(clientCanDo);
    }
  }

  /** "signal", RFC 4254 §6.9. {@code name}: without "SIG". */
  record Signal(String name) implements SessionRequest {
    public static final String TYPE = "signal";

    static Signal read(SshReader in) throws MalformedException {
      return new Signal(in.ascii("signal name"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(name);
    }
  }

  /** "exit-status", RFC 4254 §6.10. {@code status}: uint32. */
  record ExitStatus(long status) implements SessionRequest {
    public static final String TYPE = "exit-status";

    static ExitStatus read(SshReader in) throws MalformedException {
      return new ExitStatus(in.uint32("exit_status"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(status);
    }
  }

  /**
   * "exit-signal", RFC 4254 §6.10.
   *
   * @param name without "SIG"
   * @param message for a person, not escaped
   */
  record ExitSignal(String name, boolean coreDumped, String message, String language)
      implements SessionRequest {
    public static final String TYPE = "exit-signal";

    static ExitSignal read(SshReader in) throws MalformedException {
      return new ExitSignal(
          in.ascii("signal name"),
          in.bool("core dumped"),
          in.text("error message"),
          in.text("language tag"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.string(name).bool(coreDumped).string(message).string(language);
    }
  }

  /** "break", RFC 4335 §3. {@code milliseconds}: uint32, 0 for the default of the hardware. */
  record Break(long milliseconds) implements SessionRequest {
    public static final String TYPE = "break";

    static Break read(SshReader in) throws MalformedException {
      return new Break(in.uint32("break-length"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(milliseconds);
    }
  }

  /**
   * OpenSSH PROTOCOL §2.1: the sender's program reads no more of what this channel brings, so that
   * whoever writes it may be told as by a broken pipe. Wants no reply.
   */
  record EndOfWriting() implements SessionRequest {
    public static final String TYPE = "eow@openssh.com";

    /** As OpenSSH, which sends it to nobody else than itself: others may take it amiss. */
    public static boolean isKnownTo(String software) {
      return software.startsWith("OpenSSH") || software.startsWith("sshlite");
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /** "auth-agent-req@openssh.com": that the server may open {@link ChannelType.AuthAgent}. */
  record AuthAgentRequest() implements SessionRequest {
    public static final String TYPE = "auth-agent-req@openssh.com";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /**
   * "x11-req", RFC 4254 §6.3.1: that the server may open {@link ChannelType.X11}.
   *
   * @param singleConnection whether only one
   * @param cookie hexadecimal; not checked
   * @param screen uint32
   */
  record X11Request(boolean singleConnection, String protocol, String cookie, long screen)
      implements SessionRequest {
    public static final String TYPE = "x11-req";

    static X11Request read(SshReader in) throws MalformedException {
      return new X11Request(
          in.bool("single connection"),
          CString.text(in, "x11 authentication protocol"),
          CString.text(in, "x11 authentication cookie"),
          in.uint32("x11 screen number"));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.bool(singleConnection).string(protocol).string(cookie).uint32(screen);
    }

    /** Without the cookie, which is a secret. */
    @Override
    public String toString() {
      return "X11Request[" + protocol + ", screen " + screen + "]";
    }
  }

  /** A type not known here. {@code data}: its fields as they came. */
  record Unknown(String type, byte[] data) implements SessionRequest {
    @Override
    public void write(SshWriter out) {
      out.bytes(data);
    }
  }

  /** Reads the fields that follow {@code want reply}. */
  static SessionRequest read(String type, SshReader in) throws MalformedException {
    return switch (type) {
      case PtyRequest.TYPE -> PtyRequest.read(in);
      case Env.TYPE -> Env.read(in);
      case Shell.TYPE -> new Shell();
      case Exec.TYPE -> Exec.read(in);
      case Subsystem.TYPE -> Subsystem.read(in);
      case WindowChange.TYPE -> WindowChange.read(in);
      case XonXoff.TYPE -> XonXoff.read(in);
      case Signal.TYPE -> Signal.read(in);
      case ExitStatus.TYPE -> ExitStatus.read(in);
      case ExitSignal.TYPE -> ExitSignal.read(in);
      case Break.TYPE -> Break.read(in);
      case EndOfWriting.TYPE -> new EndOfWriting();
      case AuthAgentRequest.TYPE -> new AuthAgentRequest();
      case X11Request.TYPE -> X11Request.read(in);
      default -> new Unknown(type, in.rest());
    };
  }

  /** No terminal is that large; what is more than an int is cut rather than refused. */
  private static int dimension(SshReader in, String field) throws MalformedException {
    return (int) Math.min(in.uint32(field), Integer.MAX_VALUE);
  }
}
