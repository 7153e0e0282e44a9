package org.sshlite.client.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.sftp.client.LocalFileException;
import org.sshlite.sftp.client.LocalName;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.sftp.client.TreeListener;
import org.sshlite.sftp.client.Trees;
import org.sshlite.sftp.wire.FileName;

/** {@code get} and {@code put}, sftp(1): which files, and what they are called where they go. */
final class Copying {
  private static final FileName HERE = FileName.of(".");
  private static final FileName UP = FileName.of("..");

  private final SftpClient client;
  private final Screen screen;
  private final TransferOptions options;
  private final boolean recursive;
  private final Path here;
  private final FileName there;

  /**
   * @param here our folder
   * @param there the server's
   */
  Copying(
      SftpClient client,
      Screen screen,
      TransferOptions options,
      boolean recursive,
      Path here,
      FileName there) {
    this.client = client;
    this.screen = screen;
    this.options = options;
    this.recursive = recursive;
    this.here = here;
    this.there = there;
  }

  /**
   * @param target empty for the same names in our folder
   * @return whether all went well; what did not was told
   */
  boolean get(String word, String target) throws IOException, CommandException {
    RemotePlace remote = new RemotePlace(client);
    List<FileName> sources = remote.matches(word, there);
    if (sources.isEmpty()) {
      String path = Shown.of(RemotePlace.absolute(word, there));
      throw new CommandException("File \"" + path + "\" not found.");
    }
    boolean isFolder = !target.isEmpty() && Files.isDirectory(here.resolve(target));
    if (sources.size() > 1 && !target.isEmpty() && !isFolder) {
      throw new CommandException(
          "Multiple source paths, but destination \"%s\" is not a directory"
              .formatted(Shown.of(target)));
    }
    boolean complete = true;
    for (FileName source : sources) {
      complete &= attempt(() -> get(source, remote.isFolder(source), target, isFolder));
    }
    return complete;
  }

  private boolean get(FileName source, boolean folder, String target, boolean intoFolder)
      throws IOException {
    String to = target;
    if (target.isEmpty()) {
      to = localName(source);
    } else if (intoFolder) {
      to = join(target, localName(source));
    }
    // a folder is named with a slash, as by sftp
    FileName named = folder ? source.resolve(FileName.EMPTY) : source;
    String shown = Shown.of(named);
    screen.tell((options.resume() ? "Resuming " : "Fetching ") + shown + " to " + Shown.of(to));
    return recursive && folder ? getTree(source, to) : getFile(named, to);
  }

  private boolean getTree(FileName source, String to) throws IOException {
    Path local = here.resolve(to);
    return new Trees(client, options, listener(true, local, to)).get(source, local);
  }

  private boolean getFile(FileName source, String to) throws IOException {
    new Transfers(client, options).get(source, here.resolve(to));
    return true;
  }

  /** What is left out, in the words of sftp and scp. */
  static String skipped(boolean down, FileName remote, Path local) {
    String which = down ? "download \"" + Shown.of(remote) + "\"" : Shown.of(local.getFileName());
    return which + ": not a regular file";
  }

  private interface Work {
    boolean run() throws IOException;
  }

  private boolean attempt(Work work) throws IOException {
    try {
      return work.run();
    } catch (SftpException | LocalFileException e) {
      screen.error(e.getMessage());
      return false;
    }
  }

  private TreeListener listener(boolean down, Path root, String typed) {
    return new TreeListener() {
      private boolean inside;

      /** The first one was named with a slash. */
      private String entered(Path local) {
        String slash = inside || typed.endsWith("/") ? "" : "/";
        inside = true;
        return shown(local) + slash;
      }

      /** As it was named. */
      private String shown(Path local) {
        String inner = root.relativize(local).toString();
        return Shown.of(inner.isEmpty() ? typed : join(typed, inner));
      }

      @Override
      public void folder(FileName remote, Path local) {
        // told in silence too, as by sftp
        screen.print(down ? "Retrieving " + Shown.of(remote) : "Entering " + entered(local));
      }

      @Override
      public void file(FileName remote, Path local) throws IOException {
        if (!down) {
          requireToResume(remote);
        }
      }

      @Override
      public void skipped(FileName remote, Path local) {
        screen.error(Copying.skipped(down, remote, local));
      }

      @Override
      public void failed(FileName remote, Path local, IOException why) {
        screen.error(why.getMessage());
        screen.error(
            down
                ? "Download of file %s to %s failed".formatted(Shown.of(remote), shown(local))
                : "upload \"%s\" to \"%s\" failed".formatted(shown(local), Shown.of(remote)));
      }
    };
  }

  /**
   * @param target empty for the same names in the server's folder
   * @return whether all went well; what did not was told
   */
  boolean put(String word, String target) throws IOException, CommandException {
    RemotePlace remote = new RemotePlace(client);
    List<String> sources = new Glob(new LocalPlace(here)).matches(word);
    if (sources.isEmpty()) {
      screen.error("stat " + Shown.of(Words.plain(word)) + ": No such file or directory");
      return false;
    }
    FileName folder = target.isEmpty() ? there : RemotePlace.absolute(target, there);
    boolean isFolder = target.isEmpty() || remote.isFolder(folder);
    if (sources.size() > 1 && !isFolder) {
      throw new CommandException(
          "Multiple paths match, but destination \"%s\" is not a directory"
              .formatted(Shown.of(folder)));
    }
    boolean complete = true;
    for (String source : sources) {
      Path from = here.resolve(source);
      FileName to = isFolder ? folder.resolve(lastName(FileName.of(source))) : folder;
      boolean tree = recursive && Files.isDirectory(from);
      String mark = Files.isDirectory(from) && !source.endsWith("/") ? "/" : "";
      screen.tell(
          (options.resume() ? "Resuming upload of " : "Uploading ")
              + Shown.of(source + mark)
              + " to "
              + Shown.of(to));
      complete &= attempt(() -> tree ? putTree(from, source, to) : putFile(from, to));
    }
    return complete;
  }

  private boolean putTree(Path from, String typed, FileName to) throws IOException {
    return new Trees(client, options, listener(false, from, typed)).put(from, to);
  }

  private boolean putFile(Path from, FileName to) throws IOException {
    if (Files.isRegularFile(from)) {
      requireToResume(to);
    }
    new Transfers(client, options).put(from, to);
    return true;
  }

  /** sftp goes on behind something, and does not begin; who uses the library may have both. */
  private void requireToResume(FileName to) throws IOException {
    if (!options.resume()) {
      return;
    }
    try {
      client.stat(to);
    } catch (SftpException e) {
      throw e.during("stat remote");
    }
  }

  private static String join(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** As basename(3); ".." is the folder itself, not one above it. */
  static FileName lastName(FileName path) {
    int end = path.length();
    while (end > 1 && path.at(end - 1) == '/') {
      end--;
    }
    FileName name = path.slice(path.slice(0, end).lastIndexOf('/') + 1, end);
    return name.isEmpty() || name.equals(UP) ? HERE : name;
  }

  /**
   * What a copy of a server's file is called here.
   *
   * @throws LocalFileException when that cannot be
   */
  static String localName(FileName path) throws LocalFileException {
    return LocalName.of(lastName(path));
  }
}
