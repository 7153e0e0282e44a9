package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.sshlite.protocol.message.NumericAddress;

/**
 * What a SOCKS client asks to be connected to: versions 4, 4a and 5 (RFC 1928), CONNECT alone and
 * without a login, as OpenSSH. For what comes byte by byte: {@link #read} is called with all that
 * has come so far.
 */
final class SocksRequest {
  private static final int VERSION_4 = 4;
  private static final int VERSION_5 = 5;
  private static final int CONNECT = 1;
  private static final int NO_LOGIN = 0;
  private static final int NO_METHOD = 0xff;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private static final int GRANTED_4 = 90;
  private static final int REJECTED_4 = 91;
  private static final int REFUSED_5 = 5;

  /** A name and a user of version 4 end with a NUL; longer ones are none. */
  private static final int MAXIMUM_TEXT = 255;

  /** More than the longest request: who sends more without one sends no SOCKS. */
  static final int MAXIMUM = 1024;

  private final int version;
  private final String host;
  private final int port;

  private SocksRequest(int version, String host, int port) {
    this.version = version;
    this.host = host;
    this.port = port;
  }

  /** What was read of it. */
  sealed interface Step {
    /** Nothing can be said yet. */
    record More() implements Step {}

    /** This is the answer; more follows. */
    record Answer(byte[] reply) implements Step {}

    record Request(SocksRequest request) implements Step {}

    /**
     * It is no request that is served.
     *
     * @param reply empty for none
     */
    record Refusal(byte[] reply, String reason) implements Step {}
  }

  /**
   * Takes the next step, and what belongs to it from {@code in}.
   *
   * @param greeted whether an {@link Step.Answer} was given already
   */
  static Step read(ByteBuf in, boolean greeted) {
    if (!in.isReadable()) {
      return new Step.More();
    }
    int version = in.getUnsignedByte(in.readerIndex());
    if (version == VERSION_4 && !greeted) {
      return version4(in);
    }
    if (version == VERSION_5) {
      return greeted ? version5(in) : greeting(in);
    }
    return new Step.Refusal(new byte[0], "no SOCKS request");
  }

  private static Step version4(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 9) {
      return new Step.More();
    }
    int command = in.getUnsignedByte(start + 1);
    int port = in.getUnsignedShort(start + 2);
    long address = in.getUnsignedInt(start + 4);
    int user = in.bytesBefore(start + 8, in.writerIndex() - start - 8, (byte) 0);
    if (user > MAXIMUM_TEXT) {
      return refused4("user name too long");
    }
    if (user < 0) {
      return in.readableBytes() > MAXIMUM_TEXT + 9
          ? refused4("user name too long")
          : new Step.More();
    }
    int end = start + 9 + user;
    String host =
        (address >> 24)
            + "."
            + (address >> 16 & 255)
            + "."
            + (address >> 8 & 255)
            + "."
            + (address & 255);
    if (address > 0 && address < 256) { // 4a: 0.0.0.x stands for a name
      int name = in.bytesBefore(end, in.writerIndex() - end, (byte) 0);
      if (name < 0) {
        return in.writerIndex() - end > MAXIMUM_TEXT ? refused4("name too long") : new Step.More();
      }
      if (name > MAXIMUM_TEXT) {
        return refused4("name too long");
      }
      host = in.toString(end, name, StandardCharsets.UTF_8);
      end += name + 1;
    }
    in.readerIndex(end);
    return command == CONNECT
        ? new Step.Request(new SocksRequest(VERSION_4, host, port))
        : refused4("command " + command + " is not supported");
  }

  private static Step.Refusal refused4(String reason) {
    return new Step.Refusal(new SocksRequest(VERSION_4, "", 0).rejected(), reason);
  }

  private static Step greeting(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 2 || in.readableBytes() < 2 + in.getUnsignedByte(start + 1)) {
      return new Step.More();
    }
    int count = in.getUnsignedByte(start + 1);
    int found = in.bytesBefore(start + 2, count, (byte) NO_LOGIN);
    in.skipBytes(2 + count);
    return found < 0
        ? new Step.Refusal(new byte[] {VERSION_5, (byte) NO_METHOD}, "no method without a login")
        : new Step.Answer(new byte[] {VERSION_5, NO_LOGIN});
  }

  private static Step version5(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 5) {
      return new Step.More();
    }
    int kind = in.getUnsignedByte(start + 3);
    int length =
        switch (kind) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> 1 + in.getUnsignedByte(start + 4);
          default -> -1;
        };
    if (length < 0) {
      return new Step.Refusal(reply5(8), "address type " + kind + " is not supported");
    }
    if (in.readableBytes() < 4 + length + 2) {
      return new Step.More();
    }
    int command = in.getUnsignedByte(start + 1);
    byte[] address = new byte[length];
    in.getBytes(start + 4, address);
    int port = in.getUnsignedShort(start + 4 + length);
    in.skipBytes(4 + length + 2);
    String host = kind == NAME ? name(address) : NumericAddress.text(address);
    if (command != CONNECT) {
      return new Step.Refusal(reply5(7), "command " + command + " is not supported");
    }
    return host.indexOf(0) >= 0
        ? new Step.Refusal(reply5(1), "no host name")
        : new Step.Request(new SocksRequest(VERSION_5, host, port));
  }

  private static String name(byte[] counted) {
    return new String(counted, 1, counted.length - 1, StandardCharsets.UTF_8);
  }

  /** A name, or an address as text. */
  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** The reply when the target is connected. */
  byte[] granted() {
    return version == VERSION_4 ? reply4(GRANTED_4) : reply5(0);
  }

  /** The reply when it is not. */
  byte[] rejected() {
    return version == VERSION_4 ? reply4(REJECTED_4) : reply5(REFUSED_5);
  }

  private static byte[] reply4(int code) {
    return new byte[] {0, (byte) code, 0, 0, 0, 0, 0, 0};
  }

  private static byte[] reply5(int code) {
    return new byte[] {VERSION_5, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0};
  }
}
