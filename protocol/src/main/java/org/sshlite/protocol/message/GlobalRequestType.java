package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * What a {@link GlobalRequest} asks for: its name with its fields, RFC 4254 §7.1, OpenSSH PROTOCOL
 * §2.2, §2.4. Addresses and paths are text without a NUL, as the peer chose them, not escaped.
 * Ports are uint32: the peer may choose what is none.
 */
public sealed interface GlobalRequestType {
  /** The request's name on the wire. */
  String name();

  /** Appends the fields that follow {@code want reply}. */
  void write(SshWriter out);

  /**
   * "tcpip-forward", RFC 4254 §7.1: to listen, and to open a {@link ChannelType.ForwardedTcpip} for
   * each connection.
   *
   * @param address to bind
   * @param port to bind; 0 for any, which the reply's data tells: see {@link #boundPort}
   */
  record TcpipForward(String address, long port) implements GlobalRequestType {
    public static final String NAME = "tcpip-forward";

    static TcpipForward read(SshReader in) throws MalformedException {
      return new TcpipForward(
          CString.text(in, "address to bind"), in.uint32("port number to bind"));
    }

    /** The data of the reply to a request with port 0. */
    public static byte[] boundTo(int port) {
      return new SshWriter().uint32(port).toByteArray();
    }

    /** The port in the data of the reply to a request with port 0: uint32. */
    public static long boundPort(byte[] replyData) throws MalformedException {
      return new SshReader("tcpip-forward reply", replyData).uint32("port that was bound");
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(address).uint32(port);
    }
  }

  /** "cancel-tcpip-forward", RFC 4254 §7.1. {@code port}: the one that was bound. */
  record CancelTcpipForward(String address, long port) implements GlobalRequestType {
    public static final String NAME = "cancel-tcpip-forward";

    static CancelTcpipForward read(SshReader in) throws MalformedException {
      return new CancelTcpipForward(
          CString.text(in, "address to bind"), in.uint32("port number to bind"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(address).uint32(port);
    }
  }

  /** "streamlocal-forward@openssh.com": to listen at a unix socket. */
  record StreamlocalForward(String path) implements GlobalRequestType {
    public static final String NAME = "streamlocal-forward@openssh.com";

    static StreamlocalForward read(SshReader in) throws MalformedException {
      return new StreamlocalForward(CString.text(in, "socket path"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(path);
    }
  }

  /** "cancel-streamlocal-forward@openssh.com". */
  record CancelStreamlocalForward(String path) implements GlobalRequestType {
    public static final String NAME = "cancel-streamlocal-forward@openssh.com";

    static CancelStreamlocalForward read(SshReader in) throws MalformedException {
      return new CancelStreamlocalForward(CString.text(in, "socket path"));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string(path);
    }
  }

  /** "no-more-sessions@openssh.com": the client will open no more sessions. */
  record NoMoreSessions() implements GlobalRequestType {
    public static final String NAME = "no-more-sessions@openssh.com";

    /** As OpenSSH, which sends it to nobody else than itself: some take any such request amiss. */
    public static boolean isKnownTo(String software) {
      return SessionRequest.EndOfWriting.isKnownTo(software);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /** A name not known here. {@code data}: its fields as they came, owned. */
  record Unknown(String name, byte[] data) implements GlobalRequestType {
    @Override
    public void write(SshWriter out) {
      out.bytes(data);
    }
  }

  /**
   * Reads the fields that follow {@code want reply}. What comes after them is let pass, as sshd.
   */
  static GlobalRequestType read(String name, SshReader in) throws MalformedException {
    GlobalRequestType type =
        switch (name) {
          case TcpipForward.NAME -> TcpipForward.read(in);
          case CancelTcpipForward.NAME -> CancelTcpipForward.read(in);
          case StreamlocalForward.NAME -> StreamlocalForward.read(in);
          case CancelStreamlocalForward.NAME -> CancelStreamlocalForward.read(in);
          case NoMoreSessions.NAME -> new NoMoreSessions();
          default -> new Unknown(name, in.rest());
        };
    in.rest();
    return type;
  }
}
