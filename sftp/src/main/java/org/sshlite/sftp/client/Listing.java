package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.FileHandle;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/**
 * The names of an open folder as they come, some READDIRs ahead of who takes them. One thread. What
 * it meets while it iterates is an {@link UncheckedIOException}.
 */
final class Listing implements Iterator<Entry>, AutoCloseable {
  /** READDIRs under way: each of OpenSSH's answers holds 100 names. */
  private static final int AHEAD = 8;

  /**
   * An answer without names is no end, §6.7; a server that sends nothing else shall not keep us.
   */
  private static final int MOST_EMPTY = 100;

  private final Session session;
  private final FileHandle handle;
  private final boolean dots;
  private final Deque<CompletableFuture<List<Entry>>> asked = new ArrayDeque<>();
  private Iterator<Entry> here = List.<Entry>of().iterator();
  private int empty;
  private boolean ended;
  private boolean closed;

  /**
   * @param dots whether "." and ".." are among them
   */
  Listing(Session session, FileHandle handle, boolean dots) {
    this.session = session;
    this.handle = handle;
    this.dots = dots;
  }

  @Override
  public boolean hasNext() {
    try {
      while (!here.hasNext() && !ended) {
        fetch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return here.hasNext();
  }

  private void fetch() throws IOException {
    while (asked.size() < AHEAD) {
      asked.add(session.ask(id -> new Request.Readdir(id, handle), this::entries));
    }
    try {
      // it stays the first where an interrupt ends the wait
      List<Entry> entries = Waiting.on(asked.element());
      asked.remove();
      empty = entries.isEmpty() ? empty + 1 : 0;
      if (empty > MOST_EMPTY) {
        throw new IOException("the server lists nothing, and does not end");
      }
      here = entries.iterator();
    } catch (SftpException e) {
      ended = true;
      if (e.code() != StatusCode.EOF) {
        throw e;
      }
    }
  }

  private List<Entry> entries(Response.Answer answer) throws MalformedException, SftpException {
    Response.Name names = Session.expect(answer, Response.Name.class);
    List<Entry> entries = new ArrayList<>(names.entries().size());
    for (Response.Name.Entry entry : names.entries()) {
      FileName name = entry.filename();
      if (Entry.isOneName(name) || dots && Entry.isDots(name)) {
        entries.add(new Entry(name, entry.longname(), entry.attributes()));
      } else if (name.indexOf('/') >= 0) {
        throw new SftpException(
            StatusCode.BAD_MESSAGE,
            "Server sent suspect path \"" + Printable.line(name.text()) + "\" during readdir");
      }
    }
    return entries;
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return here.next();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ended = true;
      session.close(handle, answer -> answer);
    }
  }
}
