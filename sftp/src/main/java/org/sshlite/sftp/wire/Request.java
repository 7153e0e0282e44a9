package org.sshlite.sftp.wire;

import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * What a client sends, filexfer-02 §4 and §6. {@code id}: chosen by the client, comes back in the
 * answer.
 */
public sealed interface Request extends SftpMessage {
  /**
   * The content of a packet, from its type to its end. Bytes behind the last field are ignored, as
   * everybody does.
   */
  static Request read(byte[] array, int offset, int length) throws MalformedException {
    SshReader in = new SshReader("SSH_FXP request", array, offset, length);
    int type = in.uint8("type");
    if (type == Init.TYPE) {
      return new Init(in.uint32("version"), Extension.readAll(in));
    }
    int id = (int) in.uint32("id");
    return switch (type) {
      case Open.TYPE ->
          new Open(
              id,
              FileName.read(in, "filename"),
              (int) in.uint32("pflags"),
              Attributes.read(in, array));
      case Close.TYPE -> new Close(id, FileHandle.read(in, "handle"));
      case Read.TYPE ->
          new Read(id, FileHandle.read(in, "handle"), in.uint64("offset"), in.uint32("len"));
      case Write.TYPE ->
          new Write(
              id,
              FileHandle.read(in, "handle"),
              in.uint64("offset"),
              Bytes.read(in, array, "data"));
      case Lstat.TYPE -> new Lstat(id, FileName.read(in, "path"));
      case Fstat.TYPE -> new Fstat(id, FileHandle.read(in, "handle"));
      case Setstat.TYPE -> new Setstat(id, FileName.read(in, "path"), Attributes.read(in, array));
      case Fsetstat.TYPE ->
          new Fsetstat(id, FileHandle.read(in, "handle"), Attributes.read(in, array));
      case Opendir.TYPE -> new Opendir(id, FileName.read(in, "path"));
      case Readdir.TYPE -> new Readdir(id, FileHandle.read(in, "handle"));
      case Remove.TYPE -> new Remove(id, FileName.read(in, "filename"));
      case Mkdir.TYPE -> new Mkdir(id, FileName.read(in, "path"), Attributes.read(in, array));
      case Rmdir.TYPE -> new Rmdir(id, FileName.read(in, "path"));
      case Realpath.TYPE -> new Realpath(id, FileName.read(in, "path"));
      case Stat.TYPE -> new Stat(id, FileName.read(in, "path"));
      case Rename.TYPE ->
          new Rename(id, FileName.read(in, "oldpath"), FileName.read(in, "newpath"));
      case Readlink.TYPE -> new Readlink(id, FileName.read(in, "path"));
      case Symlink.TYPE ->
          new Symlink(id, FileName.read(in, "targetpath"), FileName.read(in, "linkpath"));
      case Extended.TYPE -> ExtendedRequest.read(id, in, array);
      default -> new Unknown(id, type);
    };
  }

  /** SSH_FXP_INIT, §4, the one request without an id. {@code version}: uint32. */
  record Init(long version, List<Extension> extensions) implements Request {
    static final int TYPE = 1;

    public Init {
      extensions = List.copyOf(extensions);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(version);
      Extension.writeAll(extensions, out);
    }
  }

  /** Those that are answered by an {@link Response.Answer} of the same id. */
  sealed interface Asking extends Request {
    int id();
  }

  /**
   * SSH_FXP_OPEN, §6.3.
   *
   * @param flags pflags: the constants here
   * @param attributes of a file that is created; of these the server takes the permissions
   */
  record Open(int id, FileName filename, int flags, Attributes attributes) implements Asking {
    static final int TYPE = 3;

    public static final int READ = 0x01;
    public static final int WRITE = 0x02;

    /** Every write goes to the end, whatever offset it names. */
    public static final int APPEND = 0x04;

    public static final int CREATE = 0x08;
    public static final int TRUNCATE = 0x10;

    /** With CREATE: only if it does not exist. */
    public static final int EXCLUSIVE = 0x20;

    public boolean has(int flag) {
      return (flags & flag) != 0;
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      filename.write(out);
      out.uint32(flags);
      attributes.write(out);
    }
  }

  /** SSH_FXP_CLOSE, §6.3: of files and of folders. */
  record Close(int id, FileHandle handle) implements Asking {
    static final int TYPE = 4;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
    }
  }

  /** SSH_FXP_READ, §6.4. {@code offset}: uint64, bytes; {@code length}: uint32, bytes at most. */
  record Read(int id, FileHandle handle, long offset, long length) implements Asking {
    static final int TYPE = 5;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
      out.uint64(offset).uint32(length);
    }
  }

  /** SSH_FXP_WRITE, §6.4. {@code offset}: uint64, bytes. */
  record Write(int id, FileHandle handle, long offset, Bytes data) implements Asking {
    static final int TYPE = 6;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
      out.uint64(offset).string(data.array(), data.offset(), data.length());
    }
  }

  /** SSH_FXP_LSTAT, §6.8: of a link itself. */
  record Lstat(int id, FileName path) implements Asking {
    static final int TYPE = 7;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /** SSH_FXP_FSTAT, §6.8. */
  record Fstat(int id, FileHandle handle) implements Asking {
    static final int TYPE = 8;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
    }
  }

  /** SSH_FXP_SETSTAT, §6.9. */
  record Setstat(int id, FileName path, Attributes attributes) implements Asking {
    static final int TYPE = 9;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
      attributes.write(out);
    }
  }

  /** SSH_FXP_FSETSTAT, §6.9. */
  record Fsetstat(int id, FileHandle handle, Attributes attributes) implements Asking {
    static final int TYPE = 10;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
      attributes.write(out);
    }
  }

  /** SSH_FXP_OPENDIR, §6.7. */
  record Opendir(int id, FileName path) implements Asking {
    static final int TYPE = 11;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /** SSH_FXP_READDIR, §6.7: some more names, or EOF. */
  record Readdir(int id, FileHandle handle) implements Asking {
    static final int TYPE = 12;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      handle.write(out);
    }
  }

  /** SSH_FXP_REMOVE, §6.5: a file, never a folder. */
  record Remove(int id, FileName filename) implements Asking {
    static final int TYPE = 13;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      filename.write(out);
    }
  }

  /** SSH_FXP_MKDIR, §6.6. */
  record Mkdir(int id, FileName path, Attributes attributes) implements Asking {
    static final int TYPE = 14;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
      attributes.write(out);
    }
  }

  /** SSH_FXP_RMDIR, §6.6. */
  record Rmdir(int id, FileName path) implements Asking {
    static final int TYPE = 15;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /** SSH_FXP_REALPATH, §6.11. */
  record Realpath(int id, FileName path) implements Asking {
    static final int TYPE = 16;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /** SSH_FXP_STAT, §6.8: of what a link leads to. */
  record Stat(int id, FileName path) implements Asking {
    static final int TYPE = 17;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /** SSH_FXP_RENAME, §6.5: fails when {@code newpath} exists. */
  record Rename(int id, FileName oldpath, FileName newpath) implements Asking {
    static final int TYPE = 18;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      oldpath.write(out);
      newpath.write(out);
    }
  }

  /** SSH_FXP_READLINK, §6.10. */
  record Readlink(int id, FileName path) implements Asking {
    static final int TYPE = 19;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      path.write(out);
    }
  }

  /**
   * SSH_FXP_SYMLINK, §6.10.
   *
   * <p>Deviation: the target comes first on the wire, as OpenSSH has it; with whom it does not, see
   * {@link SymlinkOrder}.
   */
  record Symlink(int id, FileName targetpath, FileName linkpath) implements Asking {
    static final int TYPE = 20;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      targetpath.write(out);
      linkpath.write(out);
    }
  }

  /** SSH_FXP_EXTENDED, §8. */
  sealed interface Extended extends Asking permits ExtendedRequest {
    int TYPE = 200;
  }

  /** A type that version 3 does not have; what follows the id is not kept. */
  record Unknown(int id, int type) implements Asking {
    @Override
    public void write(SshWriter out) {
      out.uint32(id);
    }
  }
}
