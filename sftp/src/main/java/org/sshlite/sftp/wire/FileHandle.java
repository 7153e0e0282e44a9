package org.sshlite.sftp.wire;

import java.util.Arrays;
import java.util.HexFormat;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** What the server calls an open file or folder, filexfer-02 §6.2: opaque to the client. */
public final class FileHandle {
  /** Bytes, filexfer-02 §6.2: "the length of the handle string MUST NOT exceed 256 data bytes". */
  public static final int MAXIMUM_LENGTH = 256;

  private final byte[] bytes;

  private FileHandle(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException when there are too many bytes
   */
  public static FileHandle of(byte[] bytes) {
    if (bytes.length > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException("handle of " + bytes.length + " bytes");
    }
    return new FileHandle(bytes.clone());
  }

  /** Four bytes, most significant first. */
  public static FileHandle of(int number) {
    return new FileHandle(
        new byte[] {
          (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
        });
  }

  static FileHandle read(SshReader in, String field) throws MalformedException {
    byte[] bytes = in.string(field);
    if (bytes.length > MAXIMUM_LENGTH) {
      throw in.malformed(field, bytes.length + " bytes");
    }
    return new FileHandle(bytes);
  }

  void write(SshWriter out) {
    out.string(bytes);
  }

  /** The number that {@link #of(int)} was given; -1 for what is no such handle. */
  public int number() {
    return bytes.length != 4
        ? -1
        : bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileHandle that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
