package org.sshlite.sftp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A file's name or path as bytes, filexfer-02 §6.2: the protocol gives it no charset, and systems
 * have names that are text in none. Never holds a NUL byte.
 */
public final class FileName implements Comparable<FileName> {
  public static final FileName EMPTY = new FileName(new byte[0]);

  private final byte[] bytes;

  private FileName(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException for a NUL byte
   */
  public static FileName of(byte[] bytes) {
    if (indexOfNul(bytes) >= 0) {
      throw new IllegalArgumentException("NUL byte in a file name");
    }
    return new FileName(bytes.clone());
  }

  /** {@code name} in UTF-8. */
  public static FileName of(String name) {
    return of(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A NUL at the end is dropped, as OpenSSH does; one before it is refused. */
  static FileName read(SshReader in, String field) throws MalformedException {
    byte[] bytes = in.string(field);
    int nul = indexOfNul(bytes);
    if (nul >= 0 && nul < bytes.length - 1) {
      throw in.malformed(field, "NUL byte");
    }
    return new FileName(nul < 0 ? bytes : Arrays.copyOf(bytes, nul));
  }

  private static int indexOfNul(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  void write(SshWriter out) {
    out.string(bytes);
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  public byte at(int index) {
    return bytes[index];
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The bytes from {@code from} to before {@code to}. */
  public FileName slice(int from, int to) {
    return new FileName(Arrays.copyOfRange(bytes, from, to));
  }

  /** Index of the first {@code b}, or -1. */
  public int indexOf(char b) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the last {@code b}, or -1. */
  public int lastIndexOf(char b) {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != b) {
      i--;
    }
    return i;
  }

  /** This path, a slash where it does not end in one, and {@code name}. */
  public FileName resolve(FileName name) {
    int slash = bytes.length == 0 || bytes[bytes.length - 1] == '/' ? 0 : 1;
    byte[] joined = Arrays.copyOf(bytes, bytes.length + slash + name.bytes.length);
    if (slash == 1) {
      joined[bytes.length] = '/';
    }
    System.arraycopy(name.bytes, 0, joined, bytes.length + slash, name.bytes.length);
    return new FileName(joined);
  }

  /** As UTF-8; what is not is replaced, so this is for people and not for opening. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileName that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }
}
