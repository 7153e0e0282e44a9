package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/**
 * Moves a folder with all that is in it, several files at a time. What cannot be moved is told, and
 * the rest is moved. One thread.
 */
public final class Trees {
  /** As OpenSSH: a server could show folders in folders for ever. */
  static final int MOST_DEEP = 64;

  private final SftpClient client;
  private final Transfers transfers;
  private final TransferOptions options;
  private final TreeListener listener;
  private final AtomicBoolean complete = new AtomicBoolean(true);

  public Trees(SftpClient client, TransferOptions options, TreeListener listener) {
    this.client = client;
    this.transfers = new Transfers(client, options);
    this.options = options;
    this.listener = listener;
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * What is to be done to folders when all files are there: their times, and permissions that might
   * forbid to write into them.
   */
  private final List<Step> afterwards = new ArrayList<>();

  /**
   * Gets {@code remote} as {@code local}, which is made where it is missing.
   *
   * @return whether all was moved
   */
  public boolean get(FileName remote, Path local) throws IOException {
    try (Crew crew = new Crew(Math.min(options.atOnce(), client.mostAtOnce()))) {
      attempt(remote, local, () -> getFolder(crew, remote, client.stat(remote), local, 0));
      finish(crew);
    }
    return complete.get();
  }

  /** As {@link #get}, the other way. */
  public boolean put(Path local, FileName remote) throws IOException {
    try (Crew crew = new Crew(Math.min(options.atOnce(), client.mostAtOnce()))) {
      attempt(remote, local, () -> putFolder(crew, local, remote, 0));
      finish(crew);
    }
    return complete.get();
  }

  private void finish(Crew crew) throws IOException {
    crew.await();
    // the innermost first
    for (Step step : afterwards.reversed()) {
      step.run();
    }
  }

  /** What is wrong with one file is told; what is wrong with the session is thrown. */
  private void attempt(FileName remote, Path local, Step step) throws IOException {
    try {
      step.run();
    } catch (SftpException | LocalFileException e) {
      complete.set(false);
      listener.failed(remote, local, e);
    }
  }

  private void getFolder(Crew crew, FileName remote, Attributes attributes, Path local, int depth)
      throws IOException {
    if (depth >= MOST_DEEP) {
      throw new SftpException(
          StatusCode.FAILURE, "Maximum directory depth exceeded: " + depth + " levels");
    }
    if (!attributes.isDirectory()) {
      throw new SftpException(
          StatusCode.FAILURE, "\"" + Shown.of(remote) + "\" is not a directory");
    }
    listener.folder(remote, local);
    LocalFile.makeFolder(local, attributes.permissions());
    if (options.preserve()) {
      afterwards.add(() -> attempt(remote, local, () -> LocalFile.preserve(local, attributes)));
    }
    for (Entry entry : entries(remote)) {
      FileName from = remote.resolve(entry.name());
      attempt(from, local, () -> getEntry(crew, from, entry, local, depth));
    }
  }

  private List<Entry> entries(FileName folder) throws IOException {
    try (Stream<Entry> entries = client.list(folder)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void getEntry(Crew crew, FileName from, Entry entry, Path folder, int depth)
      throws IOException {
    Path to = LocalFile.child(folder, entry.name());
    Attributes attributes = entry.attributes();
    if (attributes.isDirectory()) {
      getFolder(crew, from, attributes, to, depth + 1);
    } else if (attributes.isRegular()) {
      crew.give(() -> attempt(from, to, () -> getFile(from, attributes, to)));
    } else if (attributes.isLink() || !attributes.has(Attributes.PERMISSIONS)) {
      crew.give(() -> attempt(from, to, () -> getFile(from, client.stat(from), to)));
    } else {
      listener.skipped(from, to);
    }
  }

  private void getFile(FileName from, Attributes attributes, Path to) throws IOException {
    listener.file(from, to);
    transfers.get(from, attributes, to);
  }

  private void putFolder(Crew crew, Path local, FileName remote, int depth) throws IOException {
    if (depth >= MOST_DEEP) {
      throw new LocalFileException("Maximum directory depth exceeded: " + depth + " levels");
    }
    LocalFile.Facts facts = LocalFile.facts(local);
    if (!facts.folder()) {
      throw new LocalFileException("\"" + Shown.of(local) + "\" is not a directory");
    }
    listener.folder(remote, local);
    makeFolder(remote, facts.attributes().permissions());
    if (options.preserve()) {
      Attributes kept =
          Attributes.NONE
              .withPermissions(facts.attributes().permissions())
              .withTimes(facts.attributes().accessTime(), facts.attributes().modificationTime());
      afterwards.add(() -> attempt(remote, local, () -> client.setAttributes(remote, kept)));
    }
    for (Path from : children(local)) {
      FileName name = FileName.of(from.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      FileName to = remote.resolve(name);
      attempt(to, from, () -> putEntry(crew, from, to, depth));
    }
  }

  private static List<Path> children(Path folder) throws LocalFileException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      List<Path> children = new ArrayList<>();
      stream.forEach(children::add);
      return children;
    } catch (IOException e) {
      throw new LocalFileException(e);
    } catch (DirectoryIteratorException e) {
      throw new LocalFileException(e.getCause());
    }
  }

  /** One that is there already is as good; the owner must be able to fill it. */
  private void makeFolder(FileName path, int permissions) throws IOException {
    try {
      client.makeFolder(path, Attributes.NONE.withPermissions(permissions & 0777 | 0300));
    } catch (SftpException e) {
      if (e.code() != StatusCode.FAILURE || !client.stat(path).isDirectory()) {
        throw e;
      }
    }
  }

  private void putEntry(Crew crew, Path from, FileName to, int depth) throws IOException {
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    LocalFile.Facts facts = LocalFile.facts(from);
    if (facts.folder() && !Files.isSymbolicLink(from)) {
      putFolder(crew, from, to, depth + 1);
    } else if (facts.regular()) {
      crew.give(
          () ->
              attempt(
                  to,
                  from,
                  () -> {
                    listener.file(to, from);
                    transfers.put(from, to);
                  }));
    } else {
      listener.skipped(to, from);
    }
  }
}
