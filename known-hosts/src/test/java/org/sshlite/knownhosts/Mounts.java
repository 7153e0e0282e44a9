package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What one test mounts inside its folder. Closing unmounts it. */
final class Mounts implements AutoCloseable {
  private static final Path MOUNT = Path.of("/bin/mount");

  private final Path folder;
  private final Deque<Path> mounted = new ArrayDeque<>();

  Mounts(Path folder) {
    this.folder = folder;
  }

  /** Only root may, and not in every container. */
  static boolean possibleIn(Path folder) throws IOException {
    if (!Files.isExecutable(MOUNT)) {
      return false;
    }
    Path trial = Files.createTempDirectory(folder, "trial");
    boolean possible = run(MOUNT.toString(), "-t", "tmpfs", "tmpfs", trial.toString());
    if (possible) {
      unmount(trial);
    }
    return possible;
  }

  /** An empty disk of 64 KiB. */
  Path smallDisk(String name) throws IOException {
    Path disk = Files.createDirectory(folder.resolve(name));
    mount(disk, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
    return disk;
  }

  /** A file which is that one outside. */
  Path file(String name, Path outside) throws IOException {
    Path file = folder.resolve(name);
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    mount(file, "--bind", outside.toString());
    return file;
  }

  /** Mounts a folder or file on itself, and that read-only. */
  void makeReadOnly(Path path) throws IOException {
    mount(path, "--bind", path.toString());
    if (!run(MOUNT.toString(), "-o", "remount,bind,ro", path.toString())) {
      throw new IOException("cannot make read-only: " + path);
    }
  }

  private void mount(Path at, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(MOUNT.toString()));
    command.addAll(List.of(options));
    command.add(at.toString());
    if (!run(command.toArray(String[]::new))) {
      throw new IOException("cannot mount: " + command);
    }
    mounted.push(at);
  }

  private static void unmount(Path path) throws IOException {
    if (!run("umount", path.toString())) {
      throw new IOException("cannot unmount: " + path);
    }
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    while (!mounted.isEmpty()) {
      unmount(mounted.pop());
    }
  }

  @Override
  public String toString() {
    return "mounted";
  }
}
