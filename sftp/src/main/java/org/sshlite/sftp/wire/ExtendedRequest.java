package org.sshlite.sftp.wire;

import java.util.List;
import java.util.stream.IntStream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_FXP_EXTENDED, filexfer-02 §8: the extensions of OpenSSH's PROTOCOL §4. */
public sealed interface ExtendedRequest extends Request.Extended {
  /** The extended-request string. */
  String name();

  /** Appends what follows the name. */
  void writeContent(SshWriter out);

  @Override
  default int type() {
    return TYPE;
  }

  @Override
  default void write(SshWriter out) {
    out.uint32(id()).string(name());
    writeContent(out);
  }

  static ExtendedRequest read(int id, SshReader in, byte[] array) throws MalformedException {
    FileName name = FileName.read(in, "extended-request");
    return switch (name.text()) {
      case PosixRename.NAME ->
          new PosixRename(id, FileName.read(in, "oldpath"), FileName.read(in, "newpath"));
      case Statvfs.NAME -> new Statvfs(id, FileName.read(in, "path"));
      case Fstatvfs.NAME -> new Fstatvfs(id, FileHandle.read(in, "handle"));
      case Hardlink.NAME ->
          new Hardlink(id, FileName.read(in, "oldpath"), FileName.read(in, "newpath"));
      case Fsync.NAME -> new Fsync(id, FileHandle.read(in, "handle"));
      case Lsetstat.NAME -> new Lsetstat(id, FileName.read(in, "path"), Attributes.read(in, array));
      case LimitsRequest.NAME -> new LimitsRequest(id);
      case ExpandPath.NAME -> new ExpandPath(id, FileName.read(in, "path"));
      case CopyData.NAME ->
          new CopyData(
              id,
              FileHandle.read(in, "read-from-handle"),
              in.uint64("read-from-offset"),
              in.uint64("read-data-length"),
              FileHandle.read(in, "write-to-handle"),
              in.uint64("write-to-offset"));
      case HomeDirectory.NAME -> new HomeDirectory(id, FileName.read(in, "username"));
      case UsersGroupsById.NAME -> UsersGroupsById.read(id, in);
      default -> new UnknownExtended(id, name.text());
    };
  }

  /** §4.3: rename(2), which replaces. */
  record PosixRename(int id, FileName oldpath, FileName newpath) implements ExtendedRequest {
    public static final String NAME = "posix-rename@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      oldpath.write(out);
      newpath.write(out);
    }
  }

  /** §4.4, version 2: answered by a {@link FileSystemStatus}. */
  record Statvfs(int id, FileName path) implements ExtendedRequest {
    public static final String NAME = "statvfs@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      path.write(out);
    }
  }

  /** §4.4, version 2: answered by a {@link FileSystemStatus}. */
  record Fstatvfs(int id, FileHandle handle) implements ExtendedRequest {
    public static final String NAME = "fstatvfs@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      handle.write(out);
    }
  }

  /** §4.5: link(2). */
  record Hardlink(int id, FileName oldpath, FileName newpath) implements ExtendedRequest {
    public static final String NAME = "hardlink@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      oldpath.write(out);
      newpath.write(out);
    }
  }

  /** §4.6: fsync(2). */
  record Fsync(int id, FileHandle handle) implements ExtendedRequest {
    public static final String NAME = "fsync@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      handle.write(out);
    }
  }

  /** §4.7: SETSTAT of a link itself. */
  record Lsetstat(int id, FileName path, Attributes attributes) implements ExtendedRequest {
    public static final String NAME = "lsetstat@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      path.write(out);
      attributes.write(out);
    }
  }

  /** §4.8: answered by {@link Limits}. */
  record LimitsRequest(int id) implements ExtendedRequest {
    public static final String NAME = "limits@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      // nothing more
    }
  }

  /** §4.9: REALPATH that knows "~" and "~user". */
  record ExpandPath(int id, FileName path) implements ExtendedRequest {
    public static final String NAME = "expand-path@openssh.com";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      path.write(out);
    }
  }

  /**
   * §4.10: from one open file into another on the far side.
   *
   * @param readOffset uint64, bytes
   * @param length uint64, bytes; 0 for all there is
   * @param writeOffset uint64, bytes
   */
  record CopyData(
      int id, FileHandle from, long readOffset, long length, FileHandle to, long writeOffset)
      implements ExtendedRequest {
    public static final String NAME = "copy-data";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      from.write(out);
      out.uint64(readOffset).uint64(length);
      to.write(out);
      out.uint64(writeOffset);
    }
  }

  /** §4.11: of the user who is logged in when the name is empty. */
  record HomeDirectory(int id, FileName username) implements ExtendedRequest {
    public static final String NAME = "home-directory";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      username.write(out);
    }
  }

  /** §4.12: answered by {@link UserGroupNames}. uint32 all. */
  record UsersGroupsById(int id, List<Integer> users, List<Integer> groups)
      implements ExtendedRequest {
    public static final String NAME = "users-groups-by-id@openssh.com";

    public UsersGroupsById {
      users = List.copyOf(users);
      groups = List.copyOf(groups);
    }

    static UsersGroupsById read(int id, SshReader in) throws MalformedException {
      return new UsersGroupsById(id, identifiers(in, "uids"), identifiers(in, "gids"));
    }

    private static List<Integer> identifiers(SshReader in, String field) throws MalformedException {
      SshReader inside = in.sub(field);
      int[] identifiers = new int[(inside.remaining() + 3) / 4];
      for (int i = 0; i < identifiers.length; i++) {
        identifiers[i] = (int) inside.uint32("id");
      }
      return IntStream.of(identifiers).boxed().toList();
    }

    private static void writeIdentifiers(List<Integer> identifiers, SshWriter out) {
      out.uint32(4L * identifiers.size());
      identifiers.forEach(out::uint32);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void writeContent(SshWriter out) {
      writeIdentifiers(users, out);
      writeIdentifiers(groups, out);
    }
  }

  /** One that is not known here; what follows its name is not kept. */
  record UnknownExtended(int id, String name) implements ExtendedRequest {
    @Override
    public void writeContent(SshWriter out) {
      // nothing is known of it
    }
  }
}
