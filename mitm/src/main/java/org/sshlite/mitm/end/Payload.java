package org.sshlite.mitm.end;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.Disconnect;

/** Reads what a client must know of a server's payloads. */
public final class Payload {
  private Payload() {}

  public static int number(byte[] payload) {
    return payload[0] & 0xff;
  }

  /** A message with one field behind its number. */
  public static byte[] of(int number, String text) {
    return new SshWriter().uint8(number).string(text).toByteArray();
  }

  static ChannelOpenConfirmation confirmation(byte[] payload) throws Left {
    SshReader in = fields(payload);
    try {
      return new ChannelOpenConfirmation(
          (int) in.uint32("recipient channel"),
          (int) in.uint32("sender channel"),
          in.uint32("initial window size"),
          in.uint32("maximum packet size"),
          in.rest());
    } catch (MalformedException e) {
      throw none("confirmation", e);
    }
  }

  /** Of a GLOBAL_REQUEST. */
  static boolean wantsReply(byte[] payload) throws Left {
    SshReader in = fields(payload);
    try {
      in.text("request name");
      return in.bool("want reply");
    } catch (MalformedException e) {
      throw none("request", e);
    }
  }

  /** Of a DISCONNECT: its reason and words, printable. */
  static String description(byte[] payload) {
    try {
      return ServerEnd.read(payload) instanceof Disconnect(var reason, var text, _)
          ? reason + " " + Printable.line(text)
          : "";
    } catch (MalformedException _) {
      return "";
    }
  }

  private static SshReader fields(byte[] payload) {
    return new SshReader("payload", payload, 1, payload.length - 1);
  }

  private static Left none(String what, MalformedException e) {
    return new Left("sends a " + what + " that is none: " + e.getMessage());
  }
}
