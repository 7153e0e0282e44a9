package org.sshlite.client.files;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.wire.FileName;

/**
 * A path of a server, of bytes: one whose names are no UTF-8 leads where it came from, and only its
 * text is not exact. Immutable.
 */
final class SftpPath implements Path {
  private static final String PARENT = "..";

  private final SftpFileSystem files;

  /** A character for each byte; no slash twice in a row, none at the end but the root's. */
  private final String raw;

  private SftpPath(SftpFileSystem files, String raw) {
    this.files = files;
    this.raw = raw;
  }

  static SftpPath of(SftpFileSystem files, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "NUL character");
    }
    return of(files, FileName.of(text));
  }

  static SftpPath of(SftpFileSystem files, FileName name) {
    String text = new String(name.bytes(), StandardCharsets.ISO_8859_1);
    return new SftpPath(files, clean(text));
  }

  private static String clean(String text) {
    String single = text.replaceAll("/{2,}", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }

  /**
   * @throws ProviderMismatchException for another provider's
   */
  static SftpPath cast(Path path) {
    if (path instanceof SftpPath ours) {
      return ours;
    }
    if (path == null) {
      throw new NullPointerException("path");
    }
    throw new ProviderMismatchException();
  }

  private SftpPath with(String text) {
    return new SftpPath(files, text);
  }

  FileName name() {
    return FileName.of(raw.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As it is asked for. */
  FileName absolute() {
    return toAbsolutePath().name();
  }

  @Override
  public SftpFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return raw.startsWith("/");
  }

  @Override
  public @Nullable SftpPath getRoot() {
    return isAbsolute() ? with("/") : null;
  }

  private List<String> names() {
    if (raw.equals("/")) {
      return List.of();
    }
    return Arrays.asList((isAbsolute() ? raw.substring(1) : raw).split("/", -1));
  }

  @Override
  public @Nullable SftpPath getFileName() {
    return raw.equals("/") ? null : with(raw.substring(raw.lastIndexOf('/') + 1));
  }

  @Override
  public @Nullable SftpPath getParent() {
    int slash = raw.lastIndexOf('/');
    if (slash < 0 || raw.length() == 1) {
      return null;
    }
    return with(slash == 0 ? "/" : raw.substring(0, slash));
  }

  @Override
  public int getNameCount() {
    return names().size();
  }

  @Override
  public SftpPath getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public SftpPath subpath(int begin, int end) {
    List<String> names = names();
    if (begin < 0 || end > names.size() || begin >= end) {
      throw new IllegalArgumentException("names " + begin + " to " + end);
    }
    return with(String.join("/", names.subList(begin, end)));
  }

  @Override
  public boolean startsWith(Path other) {
    return isOf(other)
        && other.isAbsolute() == isAbsolute()
        && at(names(), 0, ((SftpPath) other).names())
        && (raw.isEmpty() == ((SftpPath) other).raw.isEmpty());
  }

  @Override
  public boolean endsWith(Path other) {
    if (!isOf(other)) {
      return false;
    }
    SftpPath that = (SftpPath) other;
    if (that.isAbsolute()) {
      return equals(that);
    }
    return raw.isEmpty() == that.raw.isEmpty()
        && at(names(), getNameCount() - that.getNameCount(), that.names());
  }

  private boolean isOf(Path other) {
    return other instanceof SftpPath that && that.files == files;
  }

  private static boolean at(List<String> names, int from, List<String> others) {
    return from >= 0
        && from + others.size() <= names.size()
        && names.subList(from, from + others.size()).equals(others);
  }

  @Override
  public SftpPath normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names()) {
      boolean leaves = name.equals(PARENT);
      if (leaves && !kept.isEmpty() && !kept.getLast().equals(PARENT)) {
        kept.removeLast();
      } else if (!name.equals(".") && !(leaves && isAbsolute())) {
        kept.add(name);
      }
    }
    return with((isAbsolute() ? "/" : "") + String.join("/", kept));
  }

  @Override
  public SftpPath resolve(Path other) {
    SftpPath that = cast(other);
    if (that.isAbsolute() || raw.isEmpty()) {
      return that;
    }
    if (that.raw.isEmpty()) {
      return this;
    }
    return with(raw.endsWith("/") ? raw + that.raw : raw + "/" + that.raw);
  }

  @Override
  public SftpPath relativize(Path other) {
    SftpPath that = cast(other);
    if (that.isAbsolute() != isAbsolute()) {
      throw new IllegalArgumentException("one path is absolute, the other is not");
    }
    if (raw.isEmpty() || equals(that)) {
      return raw.isEmpty() ? that : with("");
    }
    List<String> from = names();
    List<String> to = that.raw.isEmpty() ? List.of() : that.names();
    int common = 0;
    while (common < Math.min(from.size(), to.size()) && from.get(common).equals(to.get(common))) {
      common++;
    }
    List<String> left = from.subList(common, from.size());
    if (left.contains(PARENT)) {
      throw new IllegalArgumentException("cannot go back over ..");
    }
    List<String> way = new ArrayList<>(Collections.nCopies(left.size(), PARENT));
    way.addAll(to.subList(common, to.size()));
    return with(String.join("/", way));
  }

  /** {@code sftp://user@host:port/path}, what is no plain letter as percent signs. */
  @Override
  public URI toUri() {
    StringBuilder path = new StringBuilder();
    for (char c : toAbsolutePath().raw.toCharArray()) {
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0)) {
        path.append(c);
      } else {
        path.append(String.format("%%%02X", (int) c));
      }
    }
    return URI.create(SftpFileSystemProvider.SCHEME + "://" + files.authority() + path);
  }

  @Override
  public SftpPath toAbsolutePath() {
    return isAbsolute() ? this : files.home().resolve(this);
  }

  @Override
  public SftpPath toRealPath(LinkOption... options) throws IOException {
    boolean follow = SftpFileSystemProvider.follows(options);
    // a server gives a real path also to what is not there
    files.operations().attributes(this, follow);
    return follow
        ? of(files, Failure.told(this, () -> files.client().realPath(absolute())))
        : toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("the protocol does not watch");
  }

  @Override
  public int compareTo(Path other) {
    return raw.compareTo(((SftpPath) other).raw);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SftpPath that && that.files == files && that.raw.equals(raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode() * 31 + System.identityHashCode(files);
  }

  /** As UTF-8; what is not is replaced. */
  @Override
  public String toString() {
    return name().text();
  }
}
