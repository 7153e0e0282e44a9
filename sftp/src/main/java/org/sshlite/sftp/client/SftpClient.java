package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.SymlinkOrder;
import org.sshlite.sftp.wire.UserGroupNames;

/**
 * The files of a server. Any thread, any number of calls at once; each waits for its answer and is
 * given up with {@link java.io.InterruptedIOException} when interrupted. What the server refuses is
 * an {@link SftpException}, after which all else goes on; any other {@link IOException} is the end
 * of the session. Paths that are text are sent as UTF-8; a relative one begins in the user's
 * folder.
 *
 * <p>What is one request has an asynchronous form, which ends in {@code Async}, fails with the same
 * exceptions, and waits only while more is to be sent than the server takes; what the future does
 * is done by the thread that reads the answers, and must not wait for another. What is several (a
 * list, a copy, a transfer, a tree) has none: run it on a virtual thread of its own.
 */
public final class SftpClient implements AutoCloseable {
  private final Session session;

  /**
   * Servers that give one handle to two files as soon as one is closed while others are open:
   * Erlang's ssh 4.15 numbers them by how many there are. What one writes is in another file then.
   */
  private static final String ONE_AT_A_TIME = "Erlang/";

  private final SymlinkOrder order;
  private final int mostAtOnce;

  private SftpClient(Session session, SymlinkOrder order, int mostAtOnce) {
    this.session = session;
    this.order = order;
    this.mostAtOnce = mostAtOnce;
  }

  /** As {@link #open(InputStream, OutputStream, SymlinkOrder)}, of a server like OpenSSH's. */
  public static SftpClient open(InputStream in, OutputStream out) throws IOException {
    return open(in, out, SymlinkOrder.TARGET_FIRST);
  }

  /**
   * Begins a session and waits for the server's greeting.
   *
   * @param in what the server sends; read by a thread of the client's
   * @param out closed by {@link #close}, which ends the session
   * @param order the server's
   */
  public static SftpClient open(InputStream in, OutputStream out, SymlinkOrder order)
      throws IOException {
    return new SftpClient(Session.open(in, out), order, Integer.MAX_VALUE);
  }

  /**
   * As {@link #open(InputStream, OutputStream, SymlinkOrder)}, where it is known who serves.
   *
   * @param software as the server's identification string has it, RFC 4253 §4.2
   */
  public static SftpClient open(InputStream in, OutputStream out, String software)
      throws IOException {
    return new SftpClient(
        Session.open(in, out),
        SymlinkOrder.ofServer(software),
        software.startsWith(ONE_AT_A_TIME) ? 1 : Integer.MAX_VALUE);
  }

  /** Files that the server keeps apart while they are open at the same time. */
  int mostAtOnce() {
    return mostAtOnce;
  }

  Session session() {
    return session;
  }

  /** Whether the server has an extension, such as "posix-rename@openssh.com". */
  public boolean has(String extension) {
    return session.has(extension);
  }

  /** What the server told of its limits; 0 for each it did not. */
  public Limits limits() {
    return session.limits();
  }

  /** What is known of what {@code path} leads to. */
  public Attributes stat(FileName path) throws IOException {
    return Waiting.on(statAsync(path));
  }

  public Attributes stat(String path) throws IOException {
    return stat(FileName.of(path));
  }

  public CompletableFuture<Attributes> statAsync(FileName path) {
    return session.ask(id -> new Request.Stat(id, path), SftpClient::attributes);
  }

  /** As {@link #stat(FileName)}, of a link itself. */
  public Attributes lstat(FileName path) throws IOException {
    return Waiting.on(lstatAsync(path));
  }

  public Attributes lstat(String path) throws IOException {
    return lstat(FileName.of(path));
  }

  public CompletableFuture<Attributes> lstatAsync(FileName path) {
    return session.ask(id -> new Request.Lstat(id, path), SftpClient::attributes);
  }

  /** Changes what {@code attributes} has; a size cuts or lengthens the file. */
  public void setAttributes(FileName path, Attributes attributes) throws IOException {
    Waiting.on(setAttributesAsync(path, attributes));
  }

  public CompletableFuture<Void> setAttributesAsync(FileName path, Attributes attributes) {
    return done(id -> new Request.Setstat(id, path, attributes));
  }

  public void setAttributes(String path, Attributes attributes) throws IOException {
    setAttributes(FileName.of(path), attributes);
  }

  /** As {@link #setAttributes(FileName, Attributes)}, of a link itself; an extension. */
  public void setLinkAttributes(FileName path, Attributes attributes) throws IOException {
    Waiting.on(setLinkAttributesAsync(path, attributes));
  }

  public CompletableFuture<Void> setLinkAttributesAsync(FileName path, Attributes attributes) {
    return session.extension(
        ExtendedRequest.Lsetstat.NAME,
        () -> done(id -> new ExtendedRequest.Lsetstat(id, path, attributes)));
  }

  /** The absolute path, links followed as the server does. */
  public FileName realPath(FileName path) throws IOException {
    return Waiting.on(realPathAsync(path));
  }

  public CompletableFuture<FileName> realPathAsync(FileName path) {
    return session.ask(id -> new Request.Realpath(id, path), SftpClient::path);
  }

  public String realPath(String path) throws IOException {
    return realPath(FileName.of(path)).text();
  }

  /** As {@link #realPath(FileName)}, and knows "~" and "~user"; an extension. */
  public FileName expandPath(FileName path) throws IOException {
    return Waiting.on(expandPathAsync(path));
  }

  public CompletableFuture<FileName> expandPathAsync(FileName path) {
    return session.extension(
        ExtendedRequest.ExpandPath.NAME,
        () -> session.ask(id -> new ExtendedRequest.ExpandPath(id, path), SftpClient::path));
  }

  /** Where a link leads. */
  public FileName readLink(FileName path) throws IOException {
    return Waiting.on(readLinkAsync(path));
  }

  public CompletableFuture<FileName> readLinkAsync(FileName path) {
    return session.ask(id -> new Request.Readlink(id, path), SftpClient::path);
  }

  /** Makes a link at {@code path} that leads to {@code target}, which need not exist. */
  public void symlink(FileName target, FileName path) throws IOException {
    Waiting.on(symlinkAsync(target, path));
  }

  public CompletableFuture<Void> symlinkAsync(FileName target, FileName path) {
    return done(id -> order.turn(new Request.Symlink(id, target, path)));
  }

  /** Gives a file a second name; an extension. */
  public void hardlink(FileName file, FileName path) throws IOException {
    Waiting.on(hardlinkAsync(file, path));
  }

  public CompletableFuture<Void> hardlinkAsync(FileName file, FileName path) {
    return session.extension(
        ExtendedRequest.Hardlink.NAME,
        () -> done(id -> new ExtendedRequest.Hardlink(id, file, path)));
  }

  /**
   * Renames, and replaces what is there where the server can do that; where it cannot, {@code to}
   * must not exist.
   */
  public void rename(FileName from, FileName to) throws IOException {
    Waiting.on(renameAsync(from, to));
  }

  public CompletableFuture<Void> renameAsync(FileName from, FileName to) {
    return has(ExtendedRequest.PosixRename.NAME)
        ? done(id -> new ExtendedRequest.PosixRename(id, from, to))
        : renameNewAsync(from, to);
  }

  public void rename(String from, String to) throws IOException {
    rename(FileName.of(from), FileName.of(to));
  }

  /**
   * Renames, and replaces what is there, where the server cannot do that in one step too. A folder
   * must be empty to be replaced. What fails leaves both as they were; where not even that can be
   * had, the message says where what was there is now.
   */
  public void replace(FileName from, FileName to) throws IOException {
    new Replacement(this, from, to).run();
  }

  /** A name that nobody has guessed, in the same folder: for what is to {@link #replace} a file. */
  public static FileName beside(FileName path) {
    return Replacement.beside(path);
  }

  /** Renames by the plain request of version 3: {@code to} must not exist. */
  public void renameNew(FileName from, FileName to) throws IOException {
    Waiting.on(renameNewAsync(from, to));
  }

  public CompletableFuture<Void> renameNewAsync(FileName from, FileName to) {
    return done(id -> new Request.Rename(id, from, to));
  }

  /**
   * @param attributes of these the server takes the permissions
   */
  public void makeFolder(FileName path, Attributes attributes) throws IOException {
    Waiting.on(makeFolderAsync(path, attributes));
  }

  public CompletableFuture<Void> makeFolderAsync(FileName path, Attributes attributes) {
    return done(id -> new Request.Mkdir(id, path, attributes));
  }

  public void makeFolder(String path) throws IOException {
    makeFolder(FileName.of(path), Attributes.NONE);
  }

  /** Removes an empty folder. */
  public void removeFolder(FileName path) throws IOException {
    Waiting.on(removeFolderAsync(path));
  }

  public CompletableFuture<Void> removeFolderAsync(FileName path) {
    return done(id -> new Request.Rmdir(id, path));
  }

  public void removeFolder(String path) throws IOException {
    removeFolder(FileName.of(path));
  }

  /** Removes a file or link. */
  public void remove(FileName path) throws IOException {
    Waiting.on(removeAsync(path));
  }

  public CompletableFuture<Void> removeAsync(FileName path) {
    return done(id -> new Request.Remove(id, path));
  }

  public void remove(String path) throws IOException {
    remove(FileName.of(path));
  }

  /** Room and use of the file system that {@code path} is in; an extension. */
  public FileSystemStatus fileSystem(FileName path) throws IOException {
    return Waiting.on(fileSystemAsync(path));
  }

  public CompletableFuture<FileSystemStatus> fileSystemAsync(FileName path) {
    return session.extension(
        ExtendedRequest.Statvfs.NAME,
        () ->
            session.ask(
                id -> new ExtendedRequest.Statvfs(id, path),
                answer ->
                    FileSystemStatus.read(Session.expect(answer, Response.ExtendedReply.class))));
  }

  /**
   * What the server calls users and groups, empty for those it has no name of; an extension.
   *
   * @param users uint32 each
   * @param groups uint32 each
   */
  public UserGroupNames userGroupNames(List<Integer> users, List<Integer> groups)
      throws IOException {
    return Waiting.on(userGroupNamesAsync(users, groups));
  }

  public CompletableFuture<UserGroupNames> userGroupNamesAsync(
      List<Integer> users, List<Integer> groups) {
    return session.extension(
        ExtendedRequest.UsersGroupsById.NAME,
        () ->
            session.ask(
                id -> new ExtendedRequest.UsersGroupsById(id, users, groups),
                answer -> names(answer, users.size(), groups.size())));
  }

  private static UserGroupNames names(Response.Answer answer, int users, int groups)
      throws MalformedException, SftpException {
    UserGroupNames names =
        UserGroupNames.read(Session.expect(answer, Response.ExtendedReply.class));
    if (names.users().size() != users || names.groups().size() != groups) {
      throw new SftpException(StatusCode.BAD_MESSAGE, "more or fewer names than were asked for");
    }
    return names;
  }

  /**
   * The names in a folder as they come, in the server's order; "." and ".." are left out. To be
   * closed. What fails on the way is an {@link java.io.UncheckedIOException}.
   */
  public Stream<Entry> list(FileName path) throws IOException {
    return list(path, false);
  }

  /** As {@link #list(FileName)}, with "." and ".." where the server has them in the folder. */
  public Stream<Entry> listAll(FileName path) throws IOException {
    return list(path, true);
  }

  private Stream<Entry> list(FileName path, boolean dots) throws IOException {
    Listing listing = listing(path, dots);
    return stream(listing, listing::close);
  }

  Listing listing(FileName path, boolean dots) throws IOException {
    FileHandle folder =
        Waiting.orGiveUp(
            session.ask(
                id -> new Request.Opendir(id, path),
                new Opened<>(session, path, handle -> handle)));
    return new Listing(session, folder, dots);
  }

  private static <T> Stream<T> stream(Iterator<T> from, Runnable onClose) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(from, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(onClose);
  }

  public Stream<Entry> list(String path) throws IOException {
    return list(FileName.of(path));
  }

  /**
   * All that is in a folder and in the folders below, each before what is in it; links are not
   * followed. To be closed. What fails on the way is an {@link java.io.UncheckedIOException}, as
   * are folders in folders without an end.
   */
  public Stream<Walked> walk(FileName folder) throws IOException {
    Walk walk = new Walk(this, folder);
    return stream(walk, walk::close);
  }

  /**
   * Opens a file.
   *
   * @param flags those of {@link Request.Open}
   * @param attributes of a file that is made; of these the server takes the permissions
   */
  public RemoteFile open(FileName path, int flags, Attributes attributes) throws IOException {
    return Waiting.orGiveUp(openAsync(path, flags, attributes));
  }

  /** One that is cancelled, and opened nevertheless, is closed. */
  public CompletableFuture<RemoteFile> openAsync(FileName path, int flags, Attributes attributes) {
    return session.ask(
        id -> new Request.Open(id, path, flags, attributes),
        new Opened<>(session, path, handle -> new RemoteFile(session, handle)));
  }

  /** Opens a file to be read. */
  public RemoteFile open(String path) throws IOException {
    return open(FileName.of(path), Request.Open.READ, Attributes.NONE);
  }

  /** Opens a file to be written from its beginning; it is emptied, or made. */
  public RemoteFile create(String path) throws IOException {
    int flags = Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;
    return open(FileName.of(path), flags, Attributes.NONE);
  }

  /** Opens a file to which all that is written is added; made where it is missing. */
  public RemoteFile append(String path) throws IOException {
    int flags = Request.Open.WRITE | Request.Open.CREATE | Request.Open.APPEND;
    return open(FileName.of(path), flags, Attributes.NONE);
  }

  /**
   * Copies a file on the far side: no byte of it comes here. An extension.
   *
   * @param to made where it is missing, with the permissions of {@code from}
   */
  public void copy(FileName from, FileName to) throws IOException {
    need(ExtendedRequest.CopyData.NAME);
    Attributes attributes = Transfers.step("stat remote", () -> stat(from));
    if (attributes.has(Attributes.PERMISSIONS) && !attributes.isRegular()) {
      throw new SftpException(
          StatusCode.FAILURE, "Cannot copy non-regular file: " + Shown.of(from));
    }
    Attributes made =
        attributes.has(Attributes.PERMISSIONS)
            ? Attributes.NONE.withPermissions(attributes.permissions() & 0777)
            : Attributes.NONE;
    int flags = Request.Open.WRITE | Request.Open.CREATE | Request.Open.TRUNCATE;
    try (RemoteFile source = openNamed(from, Request.Open.READ, Attributes.NONE);
        RemoteFile target = openNamed(to, flags, made)) {
      try {
        source.copyTo(target);
      } catch (SftpException e) {
        throw e.during("Couldn't copy file \"" + Shown.of(from) + "\" to \"" + Shown.of(to) + "\"");
      }
    }
  }

  /** Where two are opened: what fails says which. */
  private RemoteFile openNamed(FileName path, int flags, Attributes attributes) throws IOException {
    return Transfers.step(
        "remote open(\"" + Shown.of(path) + "\")", () -> open(path, flags, attributes));
  }

  private CompletableFuture<Void> done(IntFunction<Request.Asking> request) {
    return session.ask(request, Session::done);
  }

  private void need(String extension) throws SftpException {
    if (!has(extension)) {
      throw SftpException.unsupported(extension);
    }
  }

  static Attributes attributes(Response.Answer answer) throws MalformedException, SftpException {
    return Session.expect(answer, Response.Attrs.class).attributes();
  }

  private static FileName path(Response.Answer answer) throws MalformedException, SftpException {
    var entries = Session.expect(answer, Response.Name.class).entries();
    if (entries.size() != 1) {
      throw new MalformedException("SSH_FXP_NAME", "count", entries.size() + " for one path");
    }
    return entries.getFirst().filename();
  }

  /** Ends the session; the server closes what is open. The stream is closed. */
  @Override
  public void close() {
    session.close();
  }
}
