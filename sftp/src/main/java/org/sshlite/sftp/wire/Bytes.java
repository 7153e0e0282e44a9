package org.sshlite.sftp.wire;

import java.util.Arrays;
import java.util.Objects;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * A part of an array, not copied. One that was read is a part of the buffer of the {@link
 * PacketInput} and good until its next packet is asked for; one that is written is the caller's
 * again when the write returns.
 */
public record Bytes(byte[] array, int offset, int length) {
  public static final Bytes NONE = new Bytes(new byte[0]);

  public Bytes {
    Objects.checkFromIndexSize(offset, length, array.length);
  }

  public Bytes(byte[] array) {
    this(array, 0, array.length);
  }

  /**
   * @param array the one that {@code in} reads
   */
  static Bytes read(SshReader in, byte[] array, String field) throws MalformedException {
    SshReader inside = in.sub(field);
    return new Bytes(array, inside.position(), inside.remaining());
  }

  /** A copy. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toByteArray());
  }

  @Override
  public String toString() {
    return "(" + length + " bytes)";
  }
}
