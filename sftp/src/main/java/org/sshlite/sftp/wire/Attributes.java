package org.sshlite.sftp.wire;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * ATTRS, filexfer-02 §5: of a file, or what one is to get. A field counts only when its flag is
 * set, and is 0 otherwise.
 *
 * @param flags which fields there are
 * @param size uint64, bytes
 * @param uid uint32
 * @param gid uint32
 * @param permissions the mode of POSIX: the file's type and its permission bits
 * @param accessTime uint32, seconds since 1970
 * @param modificationTime uint32, seconds since 1970
 */
public record Attributes(
    int flags,
    long size,
    int uid,
    int gid,
    int permissions,
    int accessTime,
    int modificationTime,
    List<Extended> extended) {
  public static final int SIZE = 0x0000_0001;
  public static final int UIDGID = 0x0000_0002;
  public static final int PERMISSIONS = 0x0000_0004;
  public static final int ACMODTIME = 0x0000_0008;
  public static final int EXTENDED = 0x8000_0000;

  // the file's type in permissions, POSIX sys/stat.h; filexfer-02 §5 takes its values over
  public static final int TYPE_MASK = 0170000;
  public static final int TYPE_FIFO = 0010000;
  public static final int TYPE_CHARACTER = 0020000;
  public static final int TYPE_DIRECTORY = 0040000;
  public static final int TYPE_BLOCK = 0060000;
  public static final int TYPE_REGULAR = 0100000;
  public static final int TYPE_LINK = 0120000;
  public static final int TYPE_SOCKET = 0140000;

  public static final Attributes NONE = new Attributes(0, 0, 0, 0, 0, 0, 0, List.of());

  /** An attribute that has a name, filexfer-02 §5: nobody is known to send any. */
  public record Extended(Bytes type, Bytes data) {}

  public Attributes {
    extended = List.copyOf(extended);
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public Attributes withSize(long bytes) {
    return new Attributes(
        flags | SIZE, bytes, uid, gid, permissions, accessTime, modificationTime, extended);
  }

  public Attributes withOwner(int user, int group) {
    return new Attributes(
        flags | UIDGID, size, user, group, permissions, accessTime, modificationTime, extended);
  }

  public Attributes withPermissions(int mode) {
    return new Attributes(
        flags | PERMISSIONS, size, uid, gid, mode, accessTime, modificationTime, extended);
  }

  /** Seconds since 1970; what does not fit into a uint32 wraps around, as everywhere. */
  public Attributes withTimes(long access, long modification) {
    return new Attributes(
        flags | ACMODTIME, size, uid, gid, permissions, (int) access, (int) modification, extended);
  }

  /** Without the fields of these flags. */
  public Attributes without(int gone) {
    return new Attributes(
        flags & ~gone,
        (gone & SIZE) != 0 ? 0 : size,
        (gone & UIDGID) != 0 ? 0 : uid,
        (gone & UIDGID) != 0 ? 0 : gid,
        (gone & PERMISSIONS) != 0 ? 0 : permissions,
        (gone & ACMODTIME) != 0 ? 0 : accessTime,
        (gone & ACMODTIME) != 0 ? 0 : modificationTime,
        (gone & EXTENDED) != 0 ? List.of() : extended);
  }

  /** Whether the type is told and is {@code type}. */
  public boolean isType(int type) {
    return has(PERMISSIONS) && (permissions & TYPE_MASK) == type;
  }

  public boolean isDirectory() {
    return isType(TYPE_DIRECTORY);
  }

  public boolean isRegular() {
    return isType(TYPE_REGULAR);
  }

  public boolean isLink() {
    return isType(TYPE_LINK);
  }

  /** Seconds since 1970, before 2106. */
  public long accessSeconds() {
    return Integer.toUnsignedLong(accessTime);
  }

  /** Seconds since 1970, before 2106. */
  public long modificationSeconds() {
    return Integer.toUnsignedLong(modificationTime);
  }

  static Attributes read(SshReader in, byte[] array) throws MalformedException {
    int flags = (int) in.uint32("flags");
    long size = (flags & SIZE) != 0 ? in.uint64("size") : 0;
    boolean owner = (flags & UIDGID) != 0;
    int uid = owner ? (int) in.uint32("uid") : 0;
    int gid = owner ? (int) in.uint32("gid") : 0;
    int permissions = (flags & PERMISSIONS) != 0 ? (int) in.uint32("permissions") : 0;
    boolean times = (flags & ACMODTIME) != 0;
    int accessTime = times ? (int) in.uint32("atime") : 0;
    int modificationTime = times ? (int) in.uint32("mtime") : 0;
    List<Extended> extended = (flags & EXTENDED) != 0 ? readExtended(in, array) : List.of();
    return new Attributes(
        flags, size, uid, gid, permissions, accessTime, modificationTime, extended);
  }

  private static List<Extended> readExtended(SshReader in, byte[] array) throws MalformedException {
    long count = in.uint32("extended_count");
    // each takes 8 bytes at least: a count that the packet cannot hold costs nothing
    if (count > in.remaining() / 8) {
      throw in.malformed("extended_count", "truncated");
    }
    List<Extended> extended = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      extended.add(
          new Extended(
              Bytes.read(in, array, "extended_type"), Bytes.read(in, array, "extended_data")));
    }
    return extended;
  }

  void write(SshWriter out) {
    out.uint32(flags);
    if (has(SIZE)) {
      out.uint64(size);
    }
    if (has(UIDGID)) {
      out.uint32(uid).uint32(gid);
    }
    if (has(PERMISSIONS)) {
      out.uint32(permissions);
    }
    if (has(ACMODTIME)) {
      out.uint32(accessTime).uint32(modificationTime);
    }
    if (has(EXTENDED)) {
      out.uint32(extended.size());
      for (Extended e : extended) {
        out.string(e.type.array(), e.type.offset(), e.type.length());
        out.string(e.data.array(), e.data.offset(), e.data.length());
      }
    }
  }
}
