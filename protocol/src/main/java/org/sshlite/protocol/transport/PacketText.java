package org.sshlite.protocol.transport;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.TRACE;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthFailure;

/**
 * What a message says, for a person who looks for a fault. A closed list of fields: names of
 * algorithms, extensions, channel types and requests, and numbers. Never what a user sends or gets,
 * a command, a variable, a key, or anything of an authentication request.
 *
 * @param level DEBUG: what the peer offers, asks or refuses; TRACE: the rest
 */
record PacketText(Level level, List<String> lines) {
  /** Characters of one field: its beginning tells what it is. */
  private static final int LONGEST_FIELD = 1_000;

  /** Shown of one message; OpenSSH sends four. */
  private static final int MOST_EXTENSIONS = 32;

  private static final List<String> KEXINIT_LISTS =
      List.of(
          "KEX algorithms",
          "host key algorithms",
          "ciphers ctos",
          "ciphers stoc",
          "MACs ctos",
          "MACs stoc",
          "compression ctos",
          "compression stoc",
          "languages ctos",
          "languages stoc");

  private static final PacketText NOTHING = new PacketText(TRACE, List.of());

  private PacketText(Level level, String line) {
    this(level, List.of(line));
  }

  /**
   * Of one message, which need not be well-formed.
   *
   * @param channel what the recipient channel is for us, as "channel"
   * @param in stands after the message number
   */
  static PacketText of(int number, String channel, SshReader in) {
    try {
      return read(number, channel, in);
    } catch (MalformedException e) {
      return new PacketText(DEBUG, e.getMessage());
    }
  }

  private static PacketText read(int number, String channel, SshReader in)
      throws MalformedException {
    return switch (number) {
      case Disconnect.NUMBER ->
          new PacketText(DEBUG, "disconnect, reason " + number(in) + ": " + text(in));
      case Unimplemented.NUMBER -> new PacketText(DEBUG, "packet " + number(in) + " is not known");
      case ServiceRequest.NUMBER -> new PacketText(TRACE, "service " + text(in) + " requested");
      case ServiceAccept.NUMBER -> new PacketText(TRACE, "service " + text(in) + " accepted");
      case ExtInfo.NUMBER -> new PacketText(DEBUG, extensions(in));
      case KexInit.NUMBER -> new PacketText(TRACE, proposal(in));
      case UserauthFailure.NUMBER ->
          new PacketText(DEBUG, "Authentications that can continue: " + text(in));
      case GlobalRequest.NUMBER -> new PacketText(DEBUG, "global request " + text(in) + reply(in));
      case RequestSuccess.NUMBER -> new PacketText(TRACE, "global request succeeded");
      case RequestFailure.NUMBER -> new PacketText(TRACE, "global request failed");
      default -> ofChannel(number, channel, in);
    };
  }

  private static PacketText ofChannel(int number, String channel, SshReader in)
      throws MalformedException {
    return switch (number) {
      case ChannelOpen.NUMBER ->
          new PacketText(TRACE, "open " + text(in) + " as channel " + number(in) + windows(in));
      case ChannelOpenConfirmation.NUMBER ->
          new PacketText(
              TRACE, channel(channel, in) + "open as channel " + number(in) + windows(in));
      case ChannelOpenFailure.NUMBER ->
          new PacketText(
              DEBUG, channel(channel, in) + "open failed, reason " + number(in) + ": " + text(in));
      case ChannelWindowAdjust.NUMBER ->
          new PacketText(TRACE, channel(channel, in) + "window adjust " + number(in));
      case ChannelEof.NUMBER -> new PacketText(TRACE, channel(channel, in) + "EOF");
      case ChannelClose.NUMBER -> new PacketText(TRACE, channel(channel, in) + "close");
      case ChannelRequest.NUMBER ->
          new PacketText(DEBUG, channel(channel, in) + "request " + text(in) + reply(in));
      case ChannelSuccess.NUMBER ->
          new PacketText(TRACE, channel(channel, in) + "request succeeded");
      case ChannelFailure.NUMBER -> new PacketText(TRACE, channel(channel, in) + "request failed");
      default -> NOTHING;
    };
  }

  private static List<String> proposal(SshReader in) throws MalformedException {
    in.bytes("cookie", KexInit.COOKIE_LENGTH);
    List<String> lines = new ArrayList<>();
    lines.add("KEXINIT proposal");
    for (String list : KEXINIT_LISTS) {
      lines.add(list + ": " + text(in));
    }
    lines.add("first_kex_follows " + (in.bool("first_kex_packet_follows") ? 1 : 0));
    return lines;
  }

  private static List<String> extensions(SshReader in) throws MalformedException {
    List<String> lines = new ArrayList<>();
    long count = Math.min(in.uint32("number of extensions"), MOST_EXTENSIONS);
    for (long i = 0; i < count; i++) {
      lines.add("extension " + text(in) + "=<" + text(in) + ">");
    }
    return lines;
  }

  private static String channel(String channel, SshReader in) throws MalformedException {
    return channel + " " + number(in) + ": ";
  }

  private static String windows(SshReader in) throws MalformedException {
    return ", window " + number(in) + ", maximum packet " + number(in);
  }

  private static String reply(SshReader in) throws MalformedException {
    return ", reply " + (in.bool("want reply") ? 1 : 0);
  }

  private static long number(SshReader in) throws MalformedException {
    return in.uint32("number");
  }

  private static String text(SshReader in) throws MalformedException {
    byte[] field = in.string("text");
    String text = new String(field, StandardCharsets.UTF_8);
    return text.length() > LONGEST_FIELD
        ? Printable.line(text.substring(0, LONGEST_FIELD)) + "..."
        : Printable.line(text);
  }
}
