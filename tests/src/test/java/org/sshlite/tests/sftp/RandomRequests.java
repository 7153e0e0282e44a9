package org.sshlite.tests.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;

/**
 * Requests by chance, for two servers: few names, so that they meet each other, and among them what
 * is no text. No copy-data: the sftp-server of 9.2 copies a file that is opened twice into itself
 * without end. No limits: the number of handles is not the same on purpose.
 */
final class RandomRequests {
  private static final List<FileName> NAMES =
      List.of(
          FileName.of("a"),
          FileName.of("b"),
          FileName.of("c"),
          FileName.of("longer name with blanks"),
          FileName.of(new byte[] {'x', (byte) 0xff, (byte) 0xfe}),
          FileName.of("ä\n"),
          FileName.of("."),
          FileName.of(".."),
          FileName.of(""),
          FileName.of("n".repeat(256)));

  private final Random random;
  private int id;

  RandomRequests(long seed) {
    this.random = new Random(seed);
  }

  private FileName name() {
    // the odd ones less often
    return NAMES.get(random.nextInt(8) == 0 ? random.nextInt(NAMES.size()) : random.nextInt(4));
  }

  FileName path() {
    FileName path = name();
    for (int more = random.nextInt(10); more > 6; more--) {
      path = path.resolve(name());
    }
    return random.nextInt(20) == 0 ? path.resolve(FileName.EMPTY) : path;
  }

  private FileHandle handle() {
    return FileHandle.of(random.nextInt(30) == 0 ? 77 : random.nextInt(6));
  }

  private Attributes attributes() {
    Attributes attributes = Attributes.NONE;
    if (random.nextInt(3) == 0) {
      // readable and searchable by who runs this, so that not all ends at once
      attributes = attributes.withPermissions(0700 | random.nextInt(0100));
    }
    if (random.nextInt(4) == 0) {
      attributes = attributes.withTimes(random.nextInt(1000), random.nextInt(1000));
    }
    if (random.nextInt(5) == 0) {
      attributes = attributes.withSize(random.nextInt(100_000));
    }
    return attributes;
  }

  private Bytes data() {
    byte[] data = new byte[random.nextInt(6) == 0 ? 70_000 : random.nextInt(300)];
    random.nextBytes(data);
    return new Bytes(data);
  }

  private long offset() {
    return random.nextInt(40) == 0 ? -1 : random.nextInt(random.nextBoolean() ? 50 : 200_000);
  }

  private int openFlags() {
    int flags = Request.Open.READ | Request.Open.WRITE | Request.Open.CREATE;
    return random.nextInt(3) == 0 ? random.nextInt(64) : flags;
  }

  /** Some that are sent together, or a RENAME alone. */
  List<Request.Asking> batch() {
    if (random.nextInt(8) == 0) {
      return List.of(new Request.Rename(++id, path(), path()));
    }
    List<Request.Asking> batch = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      batch.add(next(++id));
    }
    return batch;
  }

  private Request.Asking next(int id) {
    return switch (random.nextInt(36)) {
      case 0, 1, 2 -> new Request.Open(id, path(), openFlags(), attributes());
      case 3, 4 -> new Request.Close(id, handle());
      case 5, 6 -> new Request.Read(id, handle(), offset(), random.nextInt(300_000));
      case 7, 8, 9 -> new Request.Write(id, handle(), offset(), data());
      case 10 -> new Request.Lstat(id, path());
      case 11 -> new Request.Stat(id, path());
      case 12 -> new Request.Fstat(id, handle());
      case 13 -> new Request.Setstat(id, path(), attributes());
      case 14 -> new Request.Fsetstat(id, handle(), attributes());
      case 15 -> new Request.Opendir(id, path());
      case 16, 17 -> new Request.Readdir(id, FileHandle.of(77));
      case 18 -> new Request.Remove(id, path());
      case 19, 20, 21 -> new Request.Mkdir(id, path(), attributes());
      case 22 -> new Request.Rmdir(id, path());
      case 23 -> new Request.Realpath(id, path());
      case 24, 25 -> new Request.Readlink(id, path());
      case 26 -> new Request.Symlink(id, path(), path());
      case 27 -> new ExtendedRequest.PosixRename(id, path(), path());
      case 28 -> new ExtendedRequest.Hardlink(id, path(), path());
      case 29 -> new ExtendedRequest.Lsetstat(id, path(), attributes());
      case 30 -> new ExtendedRequest.ExpandPath(id, random.nextBoolean() ? home(path()) : path());
      case 31, 32 -> new ExtendedRequest.Fsync(id, handle());
      case 33 ->
          new ExtendedRequest.HomeDirectory(
              id, random.nextBoolean() ? FileName.of("root") : FileName.of("no such user"));
      case 34 -> new ExtendedRequest.UsersGroupsById(id, ids(), ids());
      default ->
          random.nextBoolean()
              ? new ExtendedRequest.Statvfs(id, path())
              : new ExtendedRequest.Fstatvfs(id, handle());
    };
  }

  /** Of some there is a name, of some none. */
  private List<Integer> ids() {
    return random.ints(random.nextInt(4), -1, 20).boxed().toList();
  }

  private static FileName home(FileName path) {
    return FileName.of("~").resolve(path);
  }
}
