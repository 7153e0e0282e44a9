package org.sshlite.protocol.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.MessageName;

/**
 * What goes over the wire, for a person who looks for a fault: each packet by number, name and
 * length to the logger {@code packet}, and what the messages say that are about the connection
 * itself to {@code transport}. Costs one question of a packet while nobody wants to know. Loop
 * only.
 */
final class PacketLog {
  private static final Logger PACKETS = System.getLogger("packet");
  private static final Logger MESSAGES = System.getLogger("transport");

  private final Supplier<String> prefix;

  /**
   * @param prefix of each line: a server has many connections at a time, and its log all of them
   */
  PacketLog(Supplier<String> prefix) {
    this.prefix = prefix;
  }

  void identified(IdentificationString ours, IdentificationString theirs) {
    if (!MESSAGES.isLoggable(Level.DEBUG)) {
      return;
    }
    MESSAGES.log(Level.DEBUG, prefix.get() + "Local version string " + ours.line());
    MESSAGES.log(
        Level.DEBUG,
        prefix.get()
            + "Remote protocol version "
            + Printable.line(theirs.protocol())
            + ", remote software version "
            + Printable.line(theirs.software()));
  }

  void received(InboundPayload payload) {
    if (MESSAGES.isLoggable(Level.DEBUG)) {
      packet("receive", "channel", payload.array(), payload.offset(), payload.length());
    }
  }

  /** The array stays the caller's. */
  void sent(byte[] array, int offset, int length) {
    if (MESSAGES.isLoggable(Level.DEBUG)) {
      packet("send", "remote channel", array, offset, length);
    }
  }

  private void packet(String verb, String channel, byte[] array, int offset, int length) {
    int number = array[offset] & 0xff;
    if (PACKETS.isLoggable(Level.TRACE)) {
      PACKETS.log(
          Level.TRACE,
          prefix.get()
              + verb
              + " packet: type "
              + number
              + " "
              + MessageName.of(number)
              + length(number, length));
    }
    PacketText text =
        PacketText.of(
            number, channel, new SshReader(MessageName.of(number), array, offset + 1, length - 1));
    if (MESSAGES.isLoggable(text.level())) {
      text.lines().forEach(line -> MESSAGES.log(text.level(), prefix.get() + verb + ": " + line));
    }
  }

  /** That of an authentication message would tell how long a password is. */
  private static String length(int number, int length) {
    return number >= 50 && number < 80 ? "" : ", " + length + " bytes";
  }
}
