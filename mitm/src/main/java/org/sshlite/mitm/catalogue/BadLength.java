package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.Arrays;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.protocol.message.KexInit;

/** Lengths that are not to be trusted. */
public enum BadLength implements Manipulation {
  HUGE_PACKET("length-of-2-gigabytes", "a packet_length of 2^31-1", Stage.IDENTIFIED),
  NEGATIVE_PACKET("length-negative", "a packet_length of 2^32-1", Stage.IDENTIFIED),
  ZERO_PACKET("length-zero", "a packet_length of 0", Stage.IDENTIFIED),
  ODD_PACKET("length-odd", "a packet_length that is no multiple of the block", Stage.IDENTIFIED),
  HUGE_PADDING("padding-longer-than-packet", "more padding than packet", Stage.IDENTIFIED),
  EMPTY_PAYLOAD("payload-empty", "a packet without a payload", Stage.IDENTIFIED),
  HUGE_NAME_LIST("name-list-of-4-gigabytes", "a name-list of 2^32-1 bytes", Stage.IDENTIFIED),
  SHORT_KEXINIT("kexinit-cut-short", "a KEXINIT that ends within its cookie", Stage.IDENTIFIED),
  HUGE_EXTENSIONS("ext-info-of-4-billion", "EXT_INFO with 2^32-1 extensions", Stage.NEWKEYS_SENT),
  SEALED_HUGE_PADDING(
      "padding-longer-than-packet-sealed", "more padding than packet, sealed", Stage.NEWKEYS_SENT),
  SEALED_EMPTY("payload-empty-sealed", "a packet without a payload, sealed", Stage.NEWKEYS_SENT);

  private final String label;
  private final String what;
  private final Stage stage;

  BadLength(String label, String what, Stage stage) {
    this.label = label;
    this.what = what;
    this.stage = stage;
  }

  @Override
  public About about() {
    return new About(
        label,
        "limits",
        "sends " + what,
        switch (this) {
          case HUGE_NAME_LIST, HUGE_EXTENSIONS, SHORT_KEXINIT ->
              "RFC 4251 §5: a string is as long as it says, within its packet";
          default -> "RFC 4253 §6, §6.1: lengths, padding, and at least one byte of payload";
        },
        "disconnect without waiting for more, or reserving memory for it");
  }

  @Override
  public Reach reach() {
    return stage == Stage.IDENTIFIED ? Reach.IMPERSONATION : Reach.HOST;
  }

  /** Extensions that can't be read may be let be; a packet that is none may not. */
  @Override
  public Harm harm() {
    if (this == HUGE_EXTENSIONS) {
      return Harm.REPORTED;
    }
    return stage == Stage.IDENTIFIED ? Harm.TRUST : Harm.LOGIN;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public void at(Stage reached, ServerEnd end) throws IOException {
            if (reached == stage) {
              end.evidence().strike("sent " + what);
              send(end);
              if (stage == Stage.IDENTIFIED) {
                end.drain();
              }
            }
          }
        });
  }

  private void send(ServerEnd end) throws IOException {
    switch (this) {
      case HUGE_PACKET -> end.link().writeRaw(frame(Integer.MAX_VALUE, 4, 64));
      case NEGATIVE_PACKET -> end.link().writeRaw(frame(-1, 4, 64));
      case ZERO_PACKET -> end.link().writeRaw(frame(0, 4, 64));
      case ODD_PACKET -> end.link().writeRaw(frame(61, 4, 64));
      case HUGE_PADDING -> end.link().writeRaw(frame(60, 200, 64));
      case EMPTY_PAYLOAD -> end.link().writeRaw(frame(12, 11, 16));
      case HUGE_NAME_LIST ->
          end.send(
              new SshWriter().uint8(KexInit.NUMBER).bytes(new byte[16]).uint32(-1).toByteArray());
      case SHORT_KEXINIT ->
          end.send(new SshWriter().uint8(KexInit.NUMBER).bytes(new byte[8]).toByteArray());
      case HUGE_EXTENSIONS -> end.send(new SshWriter().uint8(7).uint32(-1).toByteArray());
      case SEALED_HUGE_PADDING -> end.link().writePadded(32, 250);
      case SEALED_EMPTY -> end.link().writePadded(0, -1);
    }
  }

  private static byte[] frame(int length, int padding, int bytes) {
    byte[] frame = new SshWriter(bytes).uint32(length).uint8(padding).toByteArray();
    return Arrays.copyOf(frame, bytes);
  }
}
