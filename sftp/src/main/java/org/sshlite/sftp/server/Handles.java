package org.sshlite.sftp.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.wire.ExtendedRequest;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/** What a session has open, by the handles that its client was told. */
final class Handles implements AutoCloseable {
  /**
   * Open files of one session. An sftp-server of OpenSSH has 1,024 of the system, and keeps five
   * for itself.
   */
  static final int MOST = 1024 - 5;

  /** An open file or folder, and the path by which it was opened. */
  sealed interface Open {
    FileName path();

    /** Counts what goes through it, for the log. */
    final class File implements Open {
      final OpenFile file;
      private final FileName path;
      long read;
      long written;

      File(OpenFile file, FileName path) {
        this.file = file;
        this.path = path;
      }

      @Override
      public FileName path() {
        return path;
      }
    }

    record Folder(OpenFolder folder, FileName path) implements Open {}
  }

  /** Opens what a handle is for. */
  interface Opening {
    Open open() throws IOException;
  }

  private final UserHandles user;
  private final List<@Nullable Open> slots = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  /**
   * @param user whose session it is
   */
  Handles(UserHandles user) {
    this.user = user;
  }

  int count() {
    return slots.size() - free.size();
  }

  /**
   * @throws StatusException also where this session, or its user, has too many; nothing is opened
   */
  FileHandle open(Opening opening) throws IOException {
    if (free.isEmpty()) {
      // before: where there is no memory for it, nothing is open that nobody knows
      slots.add(null);
      free.push(slots.size() - 1);
    }
    if (count() >= MOST || !user.take()) {
      throw new StatusException(StatusCode.FAILURE, "Too many open files");
    }
    Open open;
    try {
      open = opening.open();
    } catch (IOException | RuntimeException | Error e) {
      user.giveBack();
      throw e;
    }
    int number = free.pop();
    slots.set(number, open);
    return FileHandle.of(number);
  }

  Optional<Open> get(FileHandle handle) {
    int number = handle.number();
    return number < 0 || number >= slots.size()
        ? Optional.empty()
        : Optional.ofNullable(slots.get(number));
  }

  /** The path by which that was opened which a request names by its handle. */
  Optional<FileName> opened(Request.Asking request) {
    FileHandle handle =
        switch (request) {
          case Request.Close close -> close.handle();
          case Request.Read read -> read.handle();
          case Request.Write write -> write.handle();
          case Request.Fstat stat -> stat.handle();
          case Request.Fsetstat stat -> stat.handle();
          case Request.Readdir read -> read.handle();
          case ExtendedRequest.Fstatvfs stat -> stat.handle();
          case ExtendedRequest.Fsync sync -> sync.handle();
          case ExtendedRequest.CopyData copy -> copy.to();
          default -> null;
        };
    return Optional.ofNullable(handle).flatMap(this::get).map(Open::path);
  }

  /**
   * @throws StatusException with {@code otherwise} when it is no handle of a file
   */
  Open.File file(FileHandle handle, StatusCode otherwise) throws StatusException {
    if (get(handle).orElse(null) instanceof Open.File file) {
      return file;
    }
    throw new StatusException(otherwise);
  }

  Open.File file(FileHandle handle) throws StatusException {
    return file(handle, StatusCode.FAILURE);
  }

  OpenFolder folder(FileHandle handle) throws StatusException {
    if (get(handle).orElse(null) instanceof Open.Folder(var folder, _)) {
      return folder;
    }
    throw new StatusException(StatusCode.FAILURE);
  }

  /** The handle is free even where closing fails. */
  void close(FileHandle handle) throws IOException {
    Open open = get(handle).orElseThrow(() -> new StatusException(StatusCode.NO_SUCH_FILE));
    slots.set(handle.number(), null);
    free.push(handle.number());
    close(open);
  }

  private void close(Open open) throws IOException {
    try {
      switch (open) {
        case Open.File file -> file.file.close();
        case Open.Folder(var folder, _) -> folder.close();
      }
    } finally {
      user.giveBack();
    }
  }

  /** What is open. */
  List<Open> all() {
    List<Open> all = new ArrayList<>();
    for (Open open : slots) {
      if (open != null) {
        all.add(open);
      }
    }
    return all;
  }

  @Override
  public void close() {
    for (Open open : all()) {
      try {
        close(open);
      } catch (IOException _) {
        // nobody is left to be told
      }
    }
    slots.clear();
    free.clear();
  }
}
