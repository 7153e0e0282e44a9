package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;
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
   * What is to be done to folders here when all files are there: their times, and permissions that
   * might forbid to write into them.
   */
  private final List<Step> afterwards = new ArrayList<>();

  /** What folders of the server's are to get then. */
  private final List<Filled> filled = new ArrayList<>();

  private record Filled(int depth, FileName remote, Path local, Attributes attributes) {}

  private static final Comparator<Filled> INNERMOST_FIRST =
      Comparator.comparingInt(Filled::depth).reversed();

  /**
   * Gets {@code remote} as {@code local}, which is made where it is missing.
   *
   * @return whether all was moved
   */
  public boolean get(FileName remote, Path local) throws IOException {
    begin();
    try (Crew crew = new Crew(Math.min(options.atOnce(), client.mostAtOnce()))) {
      attempt(remote, local, () -> getFolder(crew, remote, client.stat(remote), local, 0));
      finish(crew);
    } catch (IOException e) {
      leave();
      throw e;
    }
    return complete.get();
  }

  /** As {@link #get}, the other way. */
  public boolean put(Path local, FileName remote) throws IOException {
    begin();
    try (Crew crew = new Crew(Math.min(options.atOnce(), client.mostAtOnce()))) {
      attempt(remote, local, () -> putFolder(crew, local, remote, 0));
      finish(crew);
    } catch (IOException e) {
      leave();
      throw e;
    }
    return complete.get();
  }

  private void begin() {
    complete.set(true);
    afterwards.clear();
    filled.clear();
  }

  private void finish(Crew crew) throws IOException {
    crew.await();
    // the innermost first
    for (Step step : afterwards.reversed()) {
      step.run();
    }
    filled.sort(INNERMOST_FIRST);
    int done = 0;
    while (done < filled.size()) {
      int depth = filled.get(done).depth;
      List<Filled> level = new ArrayList<>();
      while (done < filled.size() && filled.get(done).depth == depth) {
        level.add(filled.get(done++));
      }
      change(level);
    }
  }

  /** What is given up half-way, as by an interrupt, has the modes that it was to have. */
  private void leave() {
    for (Step step : afterwards.reversed()) {
      try {
        step.run();
      } catch (IOException _) {
        continue; // of more than one fault the first is told
      }
    }
    // no answer is waited for: who was interrupted waits for nothing
    filled.sort(INNERMOST_FIRST);
    for (Filled folder : filled) {
      client
          .session()
          .end(id -> new Request.Setstat(id, folder.remote, folder.attributes), answer -> answer);
    }
  }

  /** Folders none of which is in another, asked for at once: each takes a round trip. */
  private void change(List<Filled> level) throws IOException {
    List<CompletableFuture<Void>> asked =
        level.stream()
            .map(folder -> client.setAttributesAsync(folder.remote, folder.attributes))
            .toList();
    for (int i = 0; i < asked.size(); i++) {
      Filled folder = level.get(i);
      CompletableFuture<Void> answer = asked.get(i);
      attempt(
          folder.remote,
          folder.local,
          () ->
              finish(
                  folder.remote,
                  finishing ->
                      finishing.attempt(
                          "remote setstat \"" + Shown.of(folder.remote) + "\"",
                          () -> Waiting.on(answer))));
    }
  }

  private interface Last {
    void run(Finishing finishing) throws IOException;
  }

  private void finish(FileName remote, Last last) throws IOException {
    Finishing finishing = new Finishing();
    last.run(finishing);
    // a folder's mode that nobody has asked for makes no failure where nobody is told of less
    boolean asked = options.preserve() || options.shortfall() != Shortfall.THROWN;
    finishing.tell(remote, asked ? options.shortfall() : (_, _) -> {});
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
    int mode = LocalFolder.make(local, attributes.permissions());
    afterwards.add(
        () ->
            attempt(
                remote,
                local,
                () ->
                    finish(
                        remote,
                        finishing ->
                            LocalFolder.finish(
                                finishing, local, attributes, mode, options.preserve()))));
    for (Found found : found(remote)) {
      FileName from = found.path;
      attempt(from, local, () -> getEntry(crew, found, local, depth));
    }
  }

  /**
   * What a folder of the server's holds.
   *
   * @param told of what is listed so that it says too little: of what a link leads to, or where
   *     only names are listed
   */
  private record Found(FileName path, Entry entry, Optional<CompletableFuture<Attributes>> told) {}

  /** All of a folder is asked for at once: the way may be long. */
  private List<Found> found(FileName folder) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Entry entry : entries(folder)) {
      FileName path = folder.resolve(entry.name());
      boolean follows = options.followLinks();
      boolean vague = !entry.attributes().has(Attributes.PERMISSIONS);
      Optional<CompletableFuture<Attributes>> told =
          vague || follows && entry.attributes().isLink()
              ? Optional.of(follows ? client.statAsync(path) : client.lstatAsync(path))
              : Optional.empty();
      found.add(new Found(path, entry, told));
    }
    return found;
  }

  private List<Entry> entries(FileName folder) throws IOException {
    try (Stream<Entry> entries = client.list(folder)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void getEntry(Crew crew, Found found, Path folder, int depth) throws IOException {
    FileName from = found.path;
    Path to = LocalFile.child(folder, found.entry.name());
    Attributes attributes =
        found.told.isEmpty()
            ? found.entry.attributes()
            : Transfers.step(
                "remote stat \"" + Shown.of(from) + "\"", () -> Waiting.on(found.told.get()));
    if (attributes.isDirectory()) {
      getFolder(crew, from, attributes, to, depth + 1);
    } else if (attributes.isRegular()) {
      crew.give(() -> attempt(from, to, () -> getFile(from, attributes, to)));
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
    int mode = LocalFolder.mode(local, facts.attributes().permissions());
    boolean made = makeFolder(remote, mode);
    if (made || options.preserve()) {
      Attributes kept = Attributes.NONE.withPermissions(mode);
      Attributes all =
          options.preserve()
              ? kept.withTimes(
                  facts.attributes().accessTime(), facts.attributes().modificationTime())
              : kept;
      filled.add(new Filled(depth, remote, local, all));
    }
    for (Path from : LocalFolder.children(local)) {
      FileName name = FileName.of(from.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      FileName to = remote.resolve(name);
      attempt(to, from, () -> putEntry(crew, from, to, depth));
    }
  }

  /**
   * One that is there already is as good, whatever a server says of it; the owner must be able to
   * fill it.
   *
   * @return whether it was made
   */
  private boolean makeFolder(FileName path, int mode) throws IOException {
    String shown = "\"" + Shown.of(path) + "\"";
    Attributes made = Attributes.NONE.withPermissions(mode | LocalFolder.WHILE_FILLED);
    try {
      client.makeFolder(path, made);
      return true;
    } catch (SftpException e) {
      Optional<Attributes> there = what(path);
      if (there.filter(Attributes::isDirectory).isPresent()) {
        return false;
      }
      throw there.isPresent()
          ? new SftpException(e.code(), shown + " exists but is not a directory")
          : e.during("remote mkdir " + shown);
    }
  }

  /** Empty where nothing is. */
  private Optional<Attributes> what(FileName path) throws IOException {
    try {
      return Optional.of(client.stat(path));
    } catch (SftpException _) {
      return Optional.empty();
    }
  }

  private LinkOption[] links() {
    return options.followLinks() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  private void putEntry(Crew crew, Path from, FileName to, int depth) throws IOException {
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    LocalFile.Facts named = LocalFile.facts(from, LinkOption.NOFOLLOW_LINKS);
    LocalFile.Facts facts =
        named.link() && options.followLinks()
            ? Transfers.step(
                "local stat \"" + Shown.of(from.getFileName()) + "\"", () -> LocalFile.facts(from))
            : named;
    if (facts.folder()) {
      putFolder(crew, from, to, depth + 1);
    } else if (facts.regular()) {
      crew.give(
          () ->
              attempt(
                  to,
                  from,
                  () -> {
                    listener.file(to, from);
                    // it was looked at a while ago, and may be a link by now
                    transfers.put(from, to, links());
                  }));
    } else {
      listener.skipped(to, from);
    }
  }
}
