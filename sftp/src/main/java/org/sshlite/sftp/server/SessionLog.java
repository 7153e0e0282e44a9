package org.sshlite.sftp.server;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.BiConsumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/**
 * What a session did, in lines as sftp-server(8) writes them with {@code -l INFO}: what is opened,
 * closed and changed, and what was not done.
 */
public final class SessionLog {
  /** Says nothing. */
  public static final SessionLog NONE = new SessionLog(Level.OFF, (level, line) -> {});

  private final Level lowest;
  private final BiConsumer<Level, String> lines;
  private final Transfers transfers;

  /**
   * @param lowest lines below this are not made
   */
  public SessionLog(Level lowest, BiConsumer<Level, String> lines) {
    this(lowest, lines, Transfers.UNSEEN);
  }

  /**
   * @param lowest lines below this are not made
   * @param transfers told of each file, whatever {@code lowest} is
   */
  public SessionLog(Level lowest, BiConsumer<Level, String> lines, Transfers transfers) {
    this.lowest = lowest;
    this.lines = lines;
    this.transfers = transfers;
  }

  /** One line; the text is the caller's own, with names escaped. */
  public void line(Level level, String text) {
    if (isOn(level)) {
      lines.accept(level, text);
    }
  }

  private boolean isOn(Level level) {
    return lowest.getSeverity() <= level.getSeverity() && lowest != Level.OFF;
  }

  private void info(String format, Object... arguments) {
    lines.accept(Level.INFO, format.formatted(arguments));
  }

  /** Names what a request is about to do, before it is known whether it may. */
  void request(Request.Asking request) {
    if (!isOn(Level.INFO)) {
      return;
    }
    switch (request) {
      case Request.Open open ->
          info(
              "open \"%s\" flags %s mode 0%o",
              text(open.filename()), flags(open), Requests.permissions(open));
      case Request.Opendir(_, var path) -> info("opendir \"%s\"", text(path));
      case Request.Remove(_, var path) -> info("remove name \"%s\"", text(path));
      case Request.Mkdir(_, var path, var attributes) ->
          info(
              "mkdir name \"%s\" mode 0%o",
              text(path), Requests.permissions(attributes).orElse(0777));
      case Request.Rmdir(_, var path) -> info("rmdir name \"%s\"", text(path));
      case Request.Rename(_, var old, var now) ->
          info("rename old \"%s\" new \"%s\"", text(old), text(now));
      case Request.Symlink(_, var target, var path) ->
          info("symlink old \"%s\" new \"%s\"", text(target), text(path));
      case ExtendedRequest.PosixRename(_, var old, var now) ->
          info("posix-rename old \"%s\" new \"%s\"", text(old), text(now));
      case ExtendedRequest.Hardlink(_, var old, var now) ->
          info("hardlink old \"%s\" new \"%s\"", text(old), text(now));
      case Request.Setstat(_, var path, var attributes) -> changes(path, attributes);
      case ExtendedRequest.Lsetstat(_, var path, var attributes) -> changes(path, attributes);
      default -> {
        // reads only, or is told when its handle is closed
      }
    }
  }

  void changes(FileName path, Attributes attributes) {
    if (!isOn(Level.INFO)) {
      return;
    }
    String name = text(path);
    if (attributes.has(Attributes.SIZE)) {
      info("set \"%s\" size %s", name, Long.toUnsignedString(attributes.size()));
    }
    if (attributes.has(Attributes.PERMISSIONS)) {
      info("set \"%s\" mode %04o", name, attributes.permissions());
    }
    if (attributes.has(Attributes.ACMODTIME)) {
      info("set \"%s\" modtime %s", name, LongName.stamp(attributes.modificationSeconds()));
    }
    if (attributes.has(Attributes.UIDGID)) {
      info(
          "set \"%s\" owner %s group %s",
          name,
          Integer.toUnsignedString(attributes.uid()),
          Integer.toUnsignedString(attributes.gid()));
    }
  }

  void refused(Operation operation) {
    if (isOn(Level.DEBUG)) {
      lines.accept(Level.DEBUG, "Refusing " + operation.text() + " request");
    }
  }

  void status(StatusCode code) {
    if (isOn(Level.INFO) && code != StatusCode.OK && code != StatusCode.EOF) {
      info("sent status %s", code.message());
    }
  }

  void closed(Handles.Open open) {
    closed("", open);
  }

  /** What a client left open. */
  void left(List<Handles.Open> opens) {
    opens.forEach(open -> closed("forced ", open));
  }

  private void closed(String how, Handles.Open open) {
    if (open instanceof Handles.Open.File file) {
      transfers.closed(file.path().text(), file.read, file.written);
    }
    if (!isOn(Level.INFO)) {
      return;
    }
    switch (open) {
      case Handles.Open.File file ->
          info(
              "%sclose \"%s\" bytes read %d written %d",
              how, text(file.path()), file.read, file.written);
      case Handles.Open.Folder(_, var path) -> info("%sclosedir \"%s\"", how, text(path));
    }
  }

  private static String text(FileName name) {
    return Printable.line(name.text());
  }

  private static String flags(Request.Open open) {
    StringBuilder names = new StringBuilder();
    add(names, open, Request.Open.READ, "READ");
    add(names, open, Request.Open.WRITE, "WRITE");
    add(names, open, Request.Open.APPEND, "APPEND");
    add(names, open, Request.Open.CREATE, "CREATE");
    add(names, open, Request.Open.TRUNCATE, "TRUNCATE");
    add(names, open, Request.Open.EXCLUSIVE, "EXCL");
    return names.toString();
  }

  private static void add(StringBuilder names, Request.Open open, int flag, String name) {
    if (open.has(flag)) {
      names.append(names.isEmpty() ? "" : ",").append(name);
    }
  }
}
