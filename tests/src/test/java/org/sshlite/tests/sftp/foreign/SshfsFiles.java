package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/**
 * sshfs: the system's own calls, below a folder of the server that is mounted here. No more is
 * mounted than what the test has made: what clears up behind it may meet it.
 */
public record SshfsFiles(Path served, Path mounted) implements ForeignFiles {
  /**
   * @param served a folder of the server
   */
  public static SshfsFiles mount(Target target, Path served) throws IOException {
    Path folder = Files.createTempDirectory(target.folder(), "sshfs");
    Path config = SshConfig.write(target, folder);
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    String remote = target.user() + "@" + Target.HOST + ":" + served;
    Finished finished =
        Program.of(Peers.path("sshfs"), remote, mounted.toString(), "-F", config.toString())
            // the test changes files beside it
            .with("-o", "dir_cache=no,attr_timeout=0")
            .run();
    if (finished.status() != 0) {
      throw new IOException(finished.toString());
    }
    return new SshfsFiles(served, mounted);
  }

  /** Where a path of the server is here. */
  public Path here(String path) {
    return mounted.resolve(served.relativize(Path.of(path)));
  }

  @Override
  public void makeFolder(String path) throws IOException {
    Files.createDirectory(here(path));
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    Files.copy(local, here(remote));
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    Files.copy(here(remote), local);
  }

  @Override
  public List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(here(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public Optional<Attributes> stat(String path) throws IOException {
    Path file = here(path);
    return Optional.of(
        new Attributes(Files.size(file), Files.getLastModifiedTime(file).to(TimeUnit.SECONDS)));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(here(from), here(to));
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    Files.createSymbolicLink(here(link), Path.of(target));
  }

  @Override
  public void remove(String path) throws IOException {
    Files.delete(here(path));
  }

  @Override
  public void removeFolder(String path) throws IOException {
    Files.delete(here(path));
  }

  @Override
  public void close() throws IOException {
    Finished finished = Program.of(Peers.path("fusermount3"), "-u", "" + mounted).run();
    if (finished.status() != 0) {
      throw new IOException(finished.toString());
    }
  }
}
