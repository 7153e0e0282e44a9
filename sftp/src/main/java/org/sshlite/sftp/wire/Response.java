package org.sshlite.sftp.wire;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** What a server sends, filexfer-02 §4 and §7. */
public sealed interface Response extends SftpMessage {
  /**
   * The content of a packet, from its type to its end. Bytes behind the last field are ignored, as
   * everybody does.
   */
  static Response read(byte[] array, int offset, int length) throws MalformedException {
    SshReader in = new SshReader("SSH_FXP response", array, offset, length);
    int type = in.uint8("type");
    if (type == Version.TYPE) {
      return new Version(in.uint32("version"), Extension.readAll(in));
    }
    int id = (int) in.uint32("id");
    return switch (type) {
      case Status.TYPE -> Status.read(id, in);
      case Handle.TYPE -> new Handle(id, FileHandle.read(in, "handle"));
      case Data.TYPE -> new Data(id, Bytes.read(in, array, "data"));
      case Name.TYPE -> Name.read(id, in, array);
      case Attrs.TYPE -> new Attrs(id, Attributes.read(in, array));
      case ExtendedReply.TYPE ->
          new ExtendedReply(id, new Bytes(array, in.position(), in.remaining()));
      default -> throw in.malformed("type", "unknown: " + type);
    };
  }

  /** Those that answer one request. */
  sealed interface Answer extends Response {
    /** That of the request. */
    int id();
  }

  /** SSH_FXP_VERSION, §4. {@code version}: uint32. */
  record Version(long version, List<Extension> extensions) implements Response {
    static final int TYPE = 2;

    public Version {
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

  /**
   * SSH_FXP_STATUS, §7.
   *
   * @param number the code on the wire, known or not
   * @param message for a person; may be any text
   */
  record Status(int id, int number, String message) implements Answer {
    static final int TYPE = 101;

    public Status(int id, StatusCode code) {
      this(id, code.number(), code.message());
    }

    /** Message and language may be missing: servers of version 2 and below send neither. */
    static Status read(int id, SshReader in) throws MalformedException {
      int number = (int) in.uint32("error/status code");
      return new Status(id, number, in.remaining() == 0 ? "" : in.text("error message"));
    }

    public StatusCode code() {
      return StatusCode.of(number);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id).uint32(number).string(message).string("");
    }
  }

  /** SSH_FXP_HANDLE, §7. */
  record Handle(int id, FileHandle handle) implements Answer {
    static final int TYPE = 102;

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

  /** SSH_FXP_DATA, §7. */
  record Data(int id, Bytes data) implements Answer {
    static final int TYPE = 103;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id).string(data.array(), data.offset(), data.length());
    }
  }

  /** SSH_FXP_NAME, §7. */
  record Name(int id, List<Entry> entries) implements Answer {
    static final int TYPE = 104;

    /** Two strings and the flags of the attributes, all empty. */
    private static final int SMALLEST_ENTRY = 12;

    /**
     * @param filename within its folder for READDIR, a path for the others
     * @param longname a line as {@code ls -l} prints it, for a person
     */
    public record Entry(FileName filename, FileName longname, Attributes attributes) {}

    public Name {
      entries = List.copyOf(entries);
    }

    /** A path alone, as REALPATH and READLINK are answered. */
    public static Name path(int id, FileName path) {
      return new Name(id, List.of(new Entry(path, path, Attributes.NONE)));
    }

    static Name read(int id, SshReader in, byte[] array) throws MalformedException {
      long count = in.uint32("count");
      if (count > in.remaining() / SMALLEST_ENTRY) {
        throw in.malformed("count", "truncated");
      }
      List<Entry> entries = new ArrayList<>((int) count);
      for (long i = 0; i < count; i++) {
        FileName filename = FileName.read(in, "filename");
        FileName longname = FileName.read(in, "longname");
        entries.add(new Entry(filename, longname, Attributes.read(in, array)));
      }
      return new Name(id, entries);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id).uint32(entries.size());
      for (Entry entry : entries) {
        entry.filename.write(out);
        entry.longname.write(out);
        entry.attributes.write(out);
      }
    }
  }

  /** SSH_FXP_ATTRS, §7. */
  record Attrs(int id, Attributes attributes) implements Answer {
    static final int TYPE = 105;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id);
      attributes.write(out);
    }
  }

  /**
   * SSH_FXP_EXTENDED_REPLY, §8: what is in it, the request tells. See {@link Limits}, {@link
   * FileSystemStatus}, {@link UserGroupNames}.
   */
  record ExtendedReply(int id, Bytes content) implements Answer {
    static final int TYPE = 201;

    SshReader reader(String structure) {
      return new SshReader(structure, content.array(), content.offset(), content.length());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(SshWriter out) {
      out.uint32(id).bytes(content.array(), content.offset(), content.length());
    }
  }
}
