package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * What a {@link ChannelOpen} asks for: a channel type with its fields, RFC 4254 §6.1, §6.3.2, §7.2,
 * OpenSSH PROTOCOL §2.4. Hosts, addresses and paths are text without a NUL, as the peer chose them:
 * not escaped, no name of them looked up. Ports are uint32: the peer may choose what is none.
 */
public sealed interface ChannelType {
  /** The type's name on the wire. */
  String name();

  /** Appends the fields that belong to the type. */
  void write(SshWriter out);

  /** "session", RFC 4254 §6.1. */
  record Session() implements ChannelType {
    public static final String NAME = "session";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /**
   * "direct-tcpip", RFC 4254 §7.2: a connection to be made from the far end.
   *
   * @param host name or address to connect to
   * @param originator address whose connection it carries
   */
  record DirectTcpip(String host, long port, String originator, long originatorPort)
      implements ChannelType {
    public static final String NAME = "direct-tcpip";

    static DirectTcpip read(SshReader in) throws MalformedException {
      return new DirectTcpip(
          CString.text(in, "host to connect"),
          in.uint32("port to connect"),
          CString.text(in, "originator IP address"),
          in.uint32("originator port"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(host).uint32(port).string(originator).uint32(originatorPort);
    }
  }

  /**
   * "forwarded-tcpip", RFC 4254 §7.2: a connection that the far end took for us.
   *
   * @param address listened at, as the tcpip-forward request had it
   * @param port listened at
   */
  record ForwardedTcpip(String address, long port, String originator, long originatorPort)
      implements ChannelType {
    public static final String NAME = "forwarded-tcpip";

    static ForwardedTcpip read(SshReader in) throws MalformedException {
      return new ForwardedTcpip(
          CString.text(in, "address that was connected"),
          in.uint32("port that was connected"),
          CString.text(in, "originator IP address"),
          in.uint32("originator port"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(address).uint32(port).string(originator).uint32(originatorPort);
    }
  }

  /**
   * "direct-streamlocal@openssh.com": a connection to be made to a unix socket of the far end.
   *
   * @param reserved string and uint32 that have no meaning yet
   */
  record DirectStreamlocal(String path, String reserved, long reservedNumber)
      implements ChannelType {
    public static final String NAME = "direct-streamlocal@openssh.com";

    public DirectStreamlocal(String path) {
      this(path, "", 0);
    }

    static DirectStreamlocal read(SshReader in) throws MalformedException {
      return new DirectStreamlocal(
          CString.text(in, "socket path"), CString.text(in, "reserved"), in.uint32("reserved"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(path).string(reserved).uint32(reservedNumber);
    }
  }

  /**
   * "forwarded-streamlocal@openssh.com": a connection that the far end took for us at a unix
   * socket.
   *
   * @param reserved has no meaning yet
   */
  record ForwardedStreamlocal(String path, String reserved) implements ChannelType {
    public static final String NAME = "forwarded-streamlocal@openssh.com";

    public ForwardedStreamlocal(String path) {
      this(path, "");
    }

    static ForwardedStreamlocal read(SshReader in) throws MalformedException {
      return new ForwardedStreamlocal(
          CString.text(in, "socket path"), CString.text(in, "reserved"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(path).string(reserved);
    }
  }

  /** "auth-agent@openssh.com": a connection to the client's agent. */
  record AuthAgent() implements ChannelType {
    public static final String NAME = "auth-agent@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /** "x11", RFC 4254 §6.3.2: a connection to the client's display. */
  record X11(String originator, long originatorPort) implements ChannelType {
    public static final String NAME = "x11";

    static X11 read(SshReader in) throws MalformedException {
      return new X11(CString.text(in, "originator address"), in.uint32("originator port"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(originator).uint32(originatorPort);
    }
  }

  /** "tun@openssh.com", OpenSSH PROTOCOL §2.3. There are no tunnel devices here: always refused. */
  record Tunnel(long mode, long unit) implements ChannelType {
    public static final String NAME = "tun@openssh.com";

    static Tunnel read(SshReader in) throws MalformedException {
      return new Tunnel(in.uint32("tunnel mode"), in.uint32("remote unit number"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(mode).uint32(unit);
    }
  }

  /** A type not known here. {@code data}: its fields as they came, owned. */
  record Unknown(String name, byte[] data) implements ChannelType {
    @Override
    public void write(SshWriter out) {
      out.bytes(data);
    }
  }

  /** Reads the fields that belong to a type. */
  static ChannelType read(String name, SshReader in) throws MalformedException {
    return switch (name) {
      case Session.NAME -> new Session();
      case DirectTcpip.NAME -> DirectTcpip.read(in);
      case ForwardedTcpip.NAME -> ForwardedTcpip.read(in);
      case DirectStreamlocal.NAME -> DirectStreamlocal.read(in);
      case ForwardedStreamlocal.NAME -> ForwardedStreamlocal.read(in);
      case AuthAgent.NAME -> new AuthAgent();
      case X11.NAME -> X11.read(in);
      case Tunnel.NAME -> Tunnel.read(in);
      default -> new Unknown(name, in.rest());
    };
  }
}
