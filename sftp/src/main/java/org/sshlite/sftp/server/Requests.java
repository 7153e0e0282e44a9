package org.sshlite.sftp.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.UserGroupNames;

/**
 * Does what one request asks for, filexfer-02 §6, OpenSSH's PROTOCOL §4; READ is not among them.
 */
final class Requests {
  /** Bytes of names in one answer: what every client takes, filexfer-02 §3, without its head. */
  private static final int NAMES = Limits.SAFE_DATA_LENGTH;

  private static final FileName HERE = FileName.of(".");
  private static final FileName HERE_SLASH = FileName.of("./");

  private final ServedFiles files;
  private final Permissions permissions;
  private final Handles handles;
  private final SessionLog log;
  private final LongName longName;

  Requests(ServedFiles files, Permissions permissions, Handles handles, SessionLog log) {
    this.files = files;
    this.permissions = permissions;
    this.handles = handles;
    this.log = log;
    this.longName = new LongName(files::userName, files::groupName);
  }

  /**
   * @throws StatusException for a request that is answered so
   * @throws IOException as {@link ServedFiles}
   */
  Response answer(Request.Asking request) throws IOException {
    int id = request.id();
    return switch (request) {
      case Request.Open open -> open(open);
      case Request.Close(_, var handle) -> {
        handles.get(handle).ifPresent(log::closed);
        handles.close(handle);
        yield done(id);
      }
      case Request.Write write -> {
        Handles.Open.File file = handles.file(write.handle());
        file.file.write(write.data(), write.offset());
        file.written += write.data().length();
        yield done(id);
      }
      case Request.Lstat(_, var path) -> new Response.Attrs(id, files.attributes(path, false));
      case Request.Stat(_, var path) -> new Response.Attrs(id, files.attributes(path, true));
      case Request.Fstat(_, var handle) ->
          new Response.Attrs(id, handles.file(handle).file.attributes());
      case Request.Setstat(_, var path, var attributes) -> {
        setAttributes(path, attributes, true);
        yield done(id);
      }
      case Request.Fsetstat(_, var handle, var attributes) -> {
        Handles.Open.File file = handles.file(handle);
        log.changes(file.path(), attributes);
        file.file.setAttributes(attributes);
        yield done(id);
      }
      case Request.Opendir(_, var path) -> openFolder(id, path);
      case Request.Readdir(_, var handle) -> names(id, handles.folder(handle));
      case Request.Remove(_, var path) -> {
        files.remove(path);
        yield done(id);
      }
      case Request.Mkdir(_, var path, var attributes) -> {
        files.makeFolder(path, permissions(attributes));
        yield done(id);
      }
      case Request.Rmdir(_, var path) -> {
        files.removeFolder(path);
        yield done(id);
      }
      case Request.Realpath(_, var path) -> Response.Name.path(id, files.realPath(path));
      case Request.Rename(_, var from, var to) -> {
        files.rename(from, to, false);
        yield done(id);
      }
      case Request.Readlink(_, var path) -> Response.Name.path(id, files.readLink(path));
      case Request.Symlink(_, var target, var path) -> {
        files.makeLink(target, path);
        yield done(id);
      }
      case ExtendedRequest extended -> extended(extended);
      case Request.Read _, Request.Unknown _ ->
          throw new StatusException(StatusCode.OP_UNSUPPORTED);
    };
  }

  private Response extended(ExtendedRequest request) throws IOException {
    int id = request.id();
    return switch (request) {
      case ExtendedRequest.PosixRename(_, var from, var to) -> {
        files.rename(from, to, true);
        yield done(id);
      }
      case ExtendedRequest.Statvfs(_, var path) -> files.fileSystem(path).reply(id);
      case ExtendedRequest.Fstatvfs(_, var handle) ->
          handles.file(handle).file.fileSystem().reply(id);
      case ExtendedRequest.Hardlink(_, var existing, var path) -> {
        files.makeHardLink(existing, path);
        yield done(id);
      }
      case ExtendedRequest.Fsync(_, var handle) -> {
        handles.file(handle, StatusCode.NO_SUCH_FILE).file.sync();
        yield done(id);
      }
      case ExtendedRequest.Lsetstat(_, var path, var attributes) -> {
        setAttributes(path, attributes, false);
        yield done(id);
      }
      case ExtendedRequest.LimitsRequest _ ->
          new Limits(
                  Limits.MAXIMUM_PACKET_LENGTH,
                  Limits.MAXIMUM_DATA_LENGTH,
                  Limits.MAXIMUM_DATA_LENGTH,
                  Handles.MOST)
              .reply(id);
      case ExtendedRequest.ExpandPath(_, var path) ->
          Response.Name.path(id, files.realPath(expand(path)));
      case ExtendedRequest.CopyData copy -> copy(copy);
      case ExtendedRequest.HomeDirectory(_, var user) ->
          Response.Name.path(
              id, files.home(user).orElseThrow(() -> new StatusException(StatusCode.FAILURE)));
      case ExtendedRequest.UsersGroupsById ask -> names(ask);
      case ExtendedRequest.UnknownExtended _ ->
          throw new StatusException(StatusCode.OP_UNSUPPORTED);
    };
  }

  private static Response done(int id) {
    return new Response.Status(id, StatusCode.OK);
  }

  /** For a file that is created. */
  static int permissions(Request.Open open) {
    return permissions(open.attributes()).orElse(0666);
  }

  static OptionalInt permissions(Attributes attributes) {
    return attributes.has(Attributes.PERMISSIONS)
        ? OptionalInt.of(attributes.permissions() & 07777)
        : OptionalInt.empty();
  }

  private Response open(Request.Open open) throws IOException {
    if (!permissions.permit(open)) {
      throw new StatusException(StatusCode.PERMISSION_DENIED);
    }
    FileName path = open.filename();
    return new Response.Handle(
        open.id(),
        handles.open(
            () -> new Handles.Open.File(files.open(path, open.flags(), permissions(open)), path)));
  }

  private Response openFolder(int id, FileName path) throws IOException {
    return new Response.Handle(
        id, handles.open(() -> new Handles.Open.Folder(files.openFolder(path), path)));
  }

  /** With nothing to be set, nothing is looked at either. */
  private void setAttributes(FileName path, Attributes attributes, boolean follow)
      throws IOException {
    int known = Attributes.SIZE | Attributes.PERMISSIONS | Attributes.ACMODTIME | Attributes.UIDGID;
    if (attributes.has(known)) {
      files.setAttributes(path, attributes, follow);
    }
  }

  private Response names(int id, OpenFolder folder) throws IOException {
    List<Response.Name.Entry> entries = new ArrayList<>();
    int bytes = 0;
    while (bytes < NAMES) {
      OpenFolder.Entry entry = folder.next();
      if (entry == null) {
        break;
      }
      FileName line = longName.of(entry);
      entries.add(new Response.Name.Entry(entry.name(), line, entry.attributes()));
      // two lengths, and attributes as they always are here
      bytes += entry.name().length() + line.length() + 8 + 32;
    }
    return entries.isEmpty()
        ? new Response.Status(id, StatusCode.EOF)
        : new Response.Name(id, entries);
  }

  /** "~", "~/…" and "~user/…" as a shell has them; "~" is where the session began. */
  private FileName expand(FileName path) throws IOException {
    if (path.isEmpty() || path.at(0) != '~') {
      return path;
    }
    int slash = path.indexOf('/');
    int end = slash < 0 ? path.length() : slash;
    FileName rest = path.slice(Math.min(end + 1, path.length()), path.length());
    if (end == 1) {
      return rest.isEmpty() ? HERE : HERE_SLASH.resolve(rest);
    }
    Optional<FileName> home = files.home(path.slice(1, end));
    FileName found =
        home.orElseThrow(() -> new StatusException(StatusCode.NO_SUCH_FILE, "no such user"));
    return rest.isEmpty() ? found : found.resolve(rest);
  }

  private Response copy(ExtendedRequest.CopyData copy) throws IOException {
    Handles.Open.File from = handles.file(copy.from(), StatusCode.NO_SUCH_FILE);
    Handles.Open.File to = handles.file(copy.to(), StatusCode.NO_SUCH_FILE);
    if (from == to || from.path().equals(to.path())) {
      throw new StatusException(StatusCode.FAILURE);
    }
    boolean all = copy.length() == 0;
    long length = all ? -1 - copy.readOffset() : copy.length();
    long copied = from.file.copyTo(to.file, copy.readOffset(), length, copy.writeOffset());
    from.read += copied;
    to.written += copied;
    return new Response.Status(copy.id(), all || copied == length ? StatusCode.OK : StatusCode.EOF);
  }

  private Response names(ExtendedRequest.UsersGroupsById ask) throws StatusException {
    Response.ExtendedReply reply =
        new UserGroupNames(
                ask.users().stream().map(id -> files.userName(id).orElse(FileName.EMPTY)).toList(),
                ask.groups().stream()
                    .map(id -> files.groupName(id).orElse(FileName.EMPTY))
                    .toList())
            .reply(ask.id());
    if (reply.content().length() > Limits.MAXIMUM_DATA_LENGTH) {
      throw new StatusException(StatusCode.FAILURE, "too many names at once");
    }
    return reply;
  }
}
