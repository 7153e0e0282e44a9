package org.sshlite.tests.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What everybody expects of a file system, as the JDK's own has it: the same of each. */
abstract class FileSystemContract {
  /** An empty folder. */
  abstract Path folder() throws IOException;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder().resolve(name), content);
  }

  private Path path(String text) throws IOException {
    return folder().getFileSystem().getPath(text);
  }

  @Test
  void paths_are_taken_apart() throws IOException {
    Path path = path("/a//b/c/");
    assertThat(path.toString()).isEqualTo("/a/b/c");
    assertThat(path.getNameCount()).isEqualTo(3);
    assertThat(path.getRoot()).hasToString("/");
    assertThat(path.getFileName()).hasToString("c");
    assertThat(path.getParent()).hasToString("/a/b");
    assertThat(path.subpath(1, 3)).hasToString("b/c");
    assertThat(path.iterator().next()).hasToString("a");
    assertThat(path("/").getFileName()).isNull();
    assertThat(path("/").getParent()).isNull();
    assertThat(path("a").getParent()).isNull();
    assertThat(path("/a").getParent()).hasToString("/");
    assertThat(path("").getNameCount()).isEqualTo(1);
    assertThat(path("").getFileName()).hasToString("");
    assertThatThrownBy(() -> path("/").getName(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> path("/a").subpath(0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> path("a\0")).isInstanceOf(InvalidPathException.class);
    assertThat(folder().getFileSystem().getPath("a", "", "b")).hasToString("a/b");
  }

  @Test
  void paths_are_put_together() throws IOException {
    assertThat(path("/a").resolve("b/c")).hasToString("/a/b/c");
    assertThat(path("/a").resolve("/b")).hasToString("/b");
    assertThat(path("/a").resolve("")).hasToString("/a");
    assertThat(path("").resolve("a")).hasToString("a");
    assertThat(path("/a/b").resolveSibling("c")).hasToString("/a/c");
    assertThat(path("/a/b").relativize(path("/a/c/d"))).hasToString("../c/d");
    assertThat(path("/a").relativize(path("/a"))).hasToString("");
    assertThat(path("").relativize(path("a"))).hasToString("a");
    assertThat(path("a").relativize(path(""))).hasToString("..");
    assertThat(path("/a/./b/../c/..").normalize()).hasToString("/a");
    assertThat(path("../a/..").normalize()).hasToString("..");
    assertThat(path("/..").normalize()).hasToString("/");
    assertThat(path("a/..").normalize()).hasToString("");
    assertThatThrownBy(() -> path("/a").relativize(path("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void paths_are_compared_by_their_names() throws IOException {
    assertThat(path("/a/b").startsWith("/a")).isTrue();
    assertThat(path("/ab").startsWith("/a")).isFalse();
    assertThat(path("/a/b").startsWith("/")).isTrue();
    assertThat(path("/a").startsWith("")).isFalse();
    assertThat(path("/a/b").endsWith("b")).isTrue();
    assertThat(path("/a/b").endsWith("/b")).isFalse();
    assertThat(path("/a/b").endsWith("/a/b")).isTrue();
    assertThat(path("a")).isEqualTo(path("a")).isNotEqualTo(path("/a")).isLessThan(path("b"));
    assertThat(path("a")).hasSameHashCodeAs(path("a"));
    assertThat(path("a").isAbsolute()).isFalse();
    assertThat(path("a").toAbsolutePath().isAbsolute()).isTrue();
  }

  @Test
  void a_path_comes_back_from_its_URI() throws IOException {
    Path strange = folder().resolve("a b%?#+ü").toAbsolutePath();
    assertThat(Paths.get(strange.toUri())).isEqualTo(strange);
  }

  @Test
  void globs_and_expressions_match_paths() throws IOException {
    assertThat(matches("glob:*.java", "A.java")).isTrue();
    assertThat(matches("glob:*.java", "a/A.java")).isFalse();
    assertThat(matches("glob:**.java", "a/A.java")).isTrue();
    assertThat(matches("glob:*.{java,class}", "A.class")).isTrue();
    assertThat(matches("glob:[a-c]?", "bx")).isTrue();
    assertThat(matches("glob:[!a-c]?", "bx")).isFalse();
    assertThat(matches("glob:\\*", "*")).isTrue();
    assertThat(matches("regex:a+", "aa")).isTrue();
    assertThatThrownBy(() -> matches("glob:{a", "a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> matches("other:a", "a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private boolean matches(String pattern, String path) throws IOException {
    return folder().getFileSystem().getPathMatcher(pattern).matches(path(path));
  }

  @Test
  void what_is_written_is_read() throws IOException {
    byte[] content = new byte[700_001];
    new Random(1).nextBytes(content);
    Path file = folder().resolve("file");
    Files.write(file, content);
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(Files.size(file)).isEqualTo(content.length);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(600_000);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 600_000, 700_001));
    }
    Files.writeString(file, "more", StandardOpenOption.APPEND);
    Files.writeString(file, "short");
    assertThat(Files.readAllLines(file)).containsExactly("short");
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      out.write("er".getBytes());
    }
    assertThat(file).hasContent("shorter");
  }

  @Test
  void a_channel_goes_to_any_place() throws IOException {
    Path file = file("file", "0123456789");
    ByteBuffer buffer = ByteBuffer.allocate(4);
    SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (channel) {
      assertThat(channel.size()).isEqualTo(10);
      assertThat(channel.position(3).read(buffer)).isEqualTo(4);
      assertThat(buffer.array()).asString().isEqualTo("3456");
      assertThat(channel.position()).isEqualTo(7);
      assertThat(channel.write(ByteBuffer.wrap("ab".getBytes()))).isEqualTo(2);
      assertThat(channel.position(100).read(buffer.clear())).isEqualTo(-1);
      channel.position(12).write(ByteBuffer.wrap("z".getBytes()));
      assertThat(channel.size()).isEqualTo(13);
      channel.truncate(9);
      assertThat(channel.position()).isEqualTo(9);
      channel.truncate(50);
      assertThat(channel.size()).isEqualTo(9);
      assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(file).hasContent("0123456ab");
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(buffer)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void a_channel_does_what_it_was_opened_for() throws IOException {
    Path file = file("file", "0123");
    ByteBuffer buffer = ByteBuffer.allocate(1);
    try (SeekableByteChannel read = Files.newByteChannel(file);
        SeekableByteChannel write = Files.newByteChannel(file, StandardOpenOption.WRITE);
        SeekableByteChannel append = Files.newByteChannel(file, StandardOpenOption.APPEND)) {
      assertThatThrownBy(() -> read.write(buffer)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> read.truncate(0)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> write.read(buffer)).isInstanceOf(NonReadableChannelException.class);
      assertThat(append.position()).isEqualTo(4);
      append.position(0).write(ByteBuffer.wrap("4".getBytes()));
      assertThat(append.position()).isEqualTo(5);
    }
    assertThat(file).hasContent("01234");
    assertThatThrownBy(
            () ->
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(
            () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.APPEND))
        .isInstanceOf(IllegalArgumentException.class);
    Path none = folder().resolve("none");
    assertThatThrownBy(() -> Files.newByteChannel(none, StandardOpenOption.WRITE))
        .isInstanceOf(NoSuchFileException.class);
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)
        .close();
    assertThat(file).doesNotExist();
  }

  @Test
  void folders_are_made_listed_and_removed() throws IOException {
    Path inner = Files.createDirectories(folder().resolve("a/b/c"));
    Files.writeString(inner.resolve("file"), "");
    assertThat(inner).isDirectory();
    assertThatThrownBy(() -> Files.createDirectory(inner))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createDirectory(folder().resolve("x/y")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.delete(inner)).isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> Files.delete(folder().resolve("x")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(Files.deleteIfExists(folder().resolve("x"))).isFalse();
    assertThatThrownBy(() -> Files.newDirectoryStream(inner.resolve("file")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(folder().resolve("x")))
        .isInstanceOf(NoSuchFileException.class);
    Path root = folder();
    try (Stream<Path> walk = Files.walk(root)) {
      assertThat(walk.map(path -> root.relativize(path).toString()))
          .containsExactlyInAnyOrder("", "a", "a/b", "a/b/c", "a/b/c/file");
    }
  }

  @Test
  void a_listing_is_gone_through_once() throws IOException {
    file("one.txt", "");
    file("two.txt", "");
    file("three.md", "");
    DirectoryStream<Path> closed;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder(), "*.txt")) {
      closed = stream;
      Iterator<Path> names = stream.iterator();
      assertThat(List.of(names.next(), names.next()))
          .containsExactlyInAnyOrder(folder().resolve("one.txt"), folder().resolve("two.txt"));
      assertThat(names.hasNext()).isFalse();
      assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(closed::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void files_are_copied() throws IOException {
    Path file = file("file", "content");
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    Path copy = folder().resolve("copy");
    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(copy).hasContent("content");
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(file));
    assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(Files.getPosixFilePermissions(file));
    assertThatThrownBy(() -> Files.copy(file, copy)).isInstanceOf(FileAlreadyExistsException.class);
    Path other = file("other", "more");
    Files.copy(other, copy, StandardCopyOption.REPLACE_EXISTING);
    assertThat(copy).hasContent("more");
    Files.copy(copy, copy);
    assertThatThrownBy(() -> Files.copy(folder().resolve("x"), copy))
        .isInstanceOf(NoSuchFileException.class);
    Files.createDirectories(folder().resolve("full/inner"));
    assertThatThrownBy(
            () -> Files.copy(file, folder().resolve("full"), StandardCopyOption.REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.copy(folder().resolve("full"), folder().resolve("empty"));
    assertThat(folder().resolve("empty")).isEmptyDirectory();
    assertThatThrownBy(() -> Files.copy(file, copy, StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void files_are_moved() throws IOException {
    Path file = file("file", "content");
    Path moved = folder().resolve("moved");
    Files.move(file, moved);
    assertThat(moved).hasContent("content");
    assertThat(file).doesNotExist();
    Path other = file("other", "more");
    assertThatThrownBy(() -> Files.move(other, moved))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.move(other, moved, StandardCopyOption.REPLACE_EXISTING);
    assertThat(moved).hasContent("more");
    Files.move(moved, moved);
    Path last = file("last", "last");
    Files.move(last, moved, StandardCopyOption.ATOMIC_MOVE);
    assertThat(moved).hasContent("last");
    Path full = Files.createDirectories(folder().resolve("full/inner")).getParent();
    assertThatThrownBy(() -> Files.move(moved, full, StandardCopyOption.REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.move(full, folder().resolve("renamed"));
    assertThat(folder().resolve("renamed/inner")).isDirectory();
    assertThatThrownBy(() -> Files.move(file, moved)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void links_lead_elsewhere() throws IOException {
    Path file = file("file", "content");
    Path link = Files.createSymbolicLink(folder().resolve("link"), path("file"));
    assertThat(Files.readSymbolicLink(link)).hasToString("file");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.isRegularFile(link)).isTrue();
    assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.isSameFile(file, link)).isTrue();
    assertThat(link.toRealPath()).isEqualTo(file.toRealPath());
    assertThat(link.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName()).hasToString("link");
    assertThatThrownBy(() -> Files.readSymbolicLink(file)).isInstanceOf(NotLinkException.class);
    assertThatThrownBy(() -> Files.createSymbolicLink(link, file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.newByteChannel(link, LinkOption.NOFOLLOW_LINKS))
        .isInstanceOf(IOException.class);
    Files.copy(link, folder().resolve("copied"), LinkOption.NOFOLLOW_LINKS);
    assertThat(Files.readSymbolicLink(folder().resolve("copied"))).hasToString("file");
    Path hard = Files.createLink(folder().resolve("hard"), file);
    Files.writeString(hard, "changed");
    assertThat(file).hasContent("changed");
    Files.delete(link);
    assertThat(file).exists();
    Path dangling = Files.createSymbolicLink(folder().resolve("dangling"), path("nowhere"));
    assertThat(Files.exists(dangling)).isFalse();
    assertThat(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThatThrownBy(dangling::toRealPath).isInstanceOf(NoSuchFileException.class);
    Files.move(dangling, folder().resolve("elsewhere"));
    assertThat(Files.isSymbolicLink(folder().resolve("elsewhere"))).isTrue();
  }

  @Test
  void attributes_are_read_and_changed() throws IOException {
    Path file = file("file", "0123456789");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_234_567_890));
    Files.setLastModifiedTime(file, time);
    PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class);
    assertThat(posix.size()).isEqualTo(10);
    assertThat(posix.isRegularFile()).isTrue();
    assertThat(posix.isDirectory() || posix.isSymbolicLink() || posix.isOther()).isFalse();
    assertThat(posix.lastModifiedTime()).isEqualTo(time);
    assertThat(PosixFilePermissions.toString(posix.permissions())).isEqualTo("rw-r-----");
    assertThat(Files.getOwner(file)).isEqualTo(posix.owner());
    Files.setOwner(file, posix.owner());
    assertThat(Files.readAttributes(file, "size,isDirectory"))
        .containsOnlyKeys("size", "isDirectory")
        .containsEntry("size", 10L);
    assertThat(Files.readAttributes(file, "posix:*")).containsKeys("permissions", "owner", "size");
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100640);
    Files.setAttribute(file, "posix:permissions", PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.isExecutable(file)).isTrue();
    assertThatThrownBy(() -> Files.readAttributes(file, "nothing"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, "nothing:size"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(folder().resolve("x"), BasicFileAttributes.class))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(Files.isHidden(folder().resolve(".x"))).isTrue();
    assertThat(Files.getFileStore(file).getTotalSpace()).isPositive();
    Path made =
        Files.createFile(
            folder().resolve("made"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertThat(Files.getPosixFilePermissions(made)).hasSize(2);
  }

  @Test
  void a_tree_is_copied_to_this_machine_and_removed() throws IOException {
    Path root = Files.createDirectories(folder().resolve("tree/inner")).getParent();
    Files.writeString(root.resolve("inner/file"), "content");
    Path there = Files.createTempDirectory("contract");
    Files.copy(root.resolve("inner/file"), there.resolve("file"));
    assertThat(there.resolve("file")).hasContent("content");
    Files.move(there.resolve("file"), root.resolve("back"));
    assertThat(root.resolve("back")).hasContent("content");
    Files.delete(there);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException problem)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(root).doesNotExist();
  }

  @Test
  void a_file_system_tells_what_it_is() throws IOException {
    var files = folder().getFileSystem();
    assertThat(files.isOpen()).isTrue();
    assertThat(files.isReadOnly()).isFalse();
    assertThat(files.getSeparator()).isEqualTo("/");
    assertThat(files.getRootDirectories()).containsExactly(files.getPath("/"));
    assertThat(files.supportedFileAttributeViews()).containsAll(Set.of("basic", "posix", "owner"));
    assertThat(FileSystems.getFileSystem(folder().toUri().resolve("/"))).isSameAs(files);
  }
}
