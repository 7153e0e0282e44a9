package org.sshlite.crypto.key;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Damaged copies of an encoding, made field by field: lengths that lie, fields cut short, emptied,
 * lengthened and altered, the whole cut off and continued.
 *
 * @param kind how it was damaged
 * @param field the number of the field, from 0
 */
public record Damage(Kind kind, int field, byte[] bytes) {
  /** What was done to a field. */
  public enum Kind {
    /** The length says more than there is. */
    OVERSIZED,
    /** One byte less, the length says so. */
    SHORTENED,
    EMPTIED,
    /** One byte more, the length says so. */
    LENGTHENED,
    /** One bit flipped inside. */
    ALTERED,
    /** Everything from the middle of the field on is missing. */
    CUT_OFF,
    /** Something follows the last field. */
    CONTINUED
  }

  /**
   * @param layout one character a field: {@code s} a string, {@code u} a uint32, {@code l} a
   *     uint64, {@code b} a byte
   */
  public static List<Damage> of(byte[] data, String layout) {
    List<Damage> all = new ArrayList<>();
    int at = 0;
    for (int field = 0; field < layout.length(); field++) {
      int end =
          switch (layout.charAt(field)) {
            case 's' -> at + 4 + ByteBuffer.wrap(data).getInt(at);
            case 'u' -> at + 4;
            case 'l' -> at + 8;
            default -> at + 1;
          };
      if (layout.charAt(field) == 's') {
        strings(all, data, field, at, end);
      } else {
        all.add(altered(data, field, end - 1));
      }
      all.add(new Damage(Kind.CUT_OFF, field, Arrays.copyOf(data, (at + end) / 2)));
      at = end;
    }
    if (at != data.length) {
      throw new AssertionError("the layout leaves " + (data.length - at) + " bytes");
    }
    all.add(new Damage(Kind.CONTINUED, layout.length(), Arrays.copyOf(data, data.length + 1)));
    return all;
  }

  private static void strings(List<Damage> all, byte[] data, int field, int at, int end) {
    int length = end - at - 4;
    for (int lie : new int[] {data.length - at - 3, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      byte[] copy = data.clone();
      ByteBuffer.wrap(copy).putInt(at, lie);
      all.add(new Damage(Kind.OVERSIZED, field, copy));
    }
    if (length > 0) {
      byte[] content = Arrays.copyOfRange(data, at + 4, end);
      all.add(replaced(data, Kind.SHORTENED, field, at, end, Arrays.copyOf(content, length - 1)));
      all.add(replaced(data, Kind.EMPTIED, field, at, end, new byte[0]));
      all.add(altered(data, field, at + 4));
      all.add(altered(data, field, end - 1));
    }
    byte[] longer = Arrays.copyOfRange(data, at + 4, end + 1);
    longer[length] = 0;
    all.add(replaced(data, Kind.LENGTHENED, field, at, end, longer));
  }

  private static Damage replaced(
      byte[] data, Kind kind, int field, int at, int end, byte[] content) {
    byte[] bytes =
        new SshWriter()
            .bytes(data, 0, at)
            .string(content)
            .bytes(data, end, data.length - end)
            .toByteArray();
    return new Damage(kind, field, bytes);
  }

  private static Damage altered(byte[] data, int field, int at) {
    byte[] copy = data.clone();
    copy[at] ^= 1;
    return new Damage(Kind.ALTERED, field, copy);
  }

  @Override
  public String toString() {
    return "field " + field + " " + kind;
  }
}
