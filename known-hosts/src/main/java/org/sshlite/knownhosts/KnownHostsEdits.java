package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What ssh-keygen does with known_hosts files: -F, -R, -H. Names are in the file's form, {@code
 * name} or {@code [name]:port}.
 *
 * <p>Deviation, for files with broken lines: ssh-keygen refuses to edit such a file, here the
 * broken lines are kept and told, and the others edited.
 */
public final class KnownHostsEdits {
  private KnownHostsEdits() {}

  /**
   * -F: the lines that name a host.
   *
   * @throws IOException when the file is not there or cannot be read
   */
  public static List<NamedLine> find(Path file, String name) throws IOException {
    requireFile(file);
    return KnownHostsFile.read(file, KnownHost.Source.USER).linesFor(name).stream()
        .map(NamedLine::of)
        .toList();
  }

  /**
   * The key of a line that {@link #find} gave, for -l; empty when it cannot be read.
   *
   * @param file for {@link KnownHost#where}
   */
  public static Optional<KnownHost> decode(Path file, NamedLine line) {
    KnownHostsFile holder = new KnownHostsFile(file.toString(), KnownHost.Source.USER, "");
    return holder.decode(
        new Line.Entry(line.number(), line.text(), line.marker(), line.names(), line.key()),
        _ -> {});
  }

  /**
   * -R: removes all keys of a host. Lines of CAs and revoked keys stay. A line is removed as a
   * whole, with the other names it may hold.
   *
   * @throws IOException when the file is not there or could not be changed; it is as it was
   */
  public static FileEdit remove(Path file, String name) throws IOException {
    return edit(file, new LineEdit.Remove(name));
  }

  /**
   * -H: replaces every plain name by its hash, each on a line of its own. Patterns, lines with
   * markers and hashed names stay.
   *
   * @throws IOException when the file is not there or could not be changed; it is as it was
   */
  public static FileEdit hash(Path file) throws IOException {
    return edit(file, new LineEdit.Hash());
  }

  private static FileEdit edit(Path file, LineEdit edit) throws IOException {
    requireFile(file);
    EditedText[] last = new EditedText[1];
    new FileUpdate(file)
        .applyKeepingOld(
            old -> {
              last[0] =
                  EditedText.of(
                      new KnownHostsFile(file.toString(), KnownHost.Source.USER, old), edit);
              return last[0].text();
            });
    return last[0].summary();
  }

  private static void requireFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }
}
