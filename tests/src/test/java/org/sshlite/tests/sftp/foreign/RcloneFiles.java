package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** rclone, with an SSH and an SFTP of its own: a run for each. It makes no links. */
public record RcloneFiles(Target target, Path folder) implements ForeignFiles {
  private static final Pattern TOLD =
      Pattern.compile("\"Size\": *(\\d+).*\"ModTime\": *\"([^\"]+)\"", Pattern.DOTALL);

  public static RcloneFiles connect(Target target) throws IOException {
    return new RcloneFiles(target, Files.createTempDirectory(target.folder(), "rclone"));
  }

  /** What stands for a path of the server. */
  public static String remote(String path) {
    return ":sftp:" + path;
  }

  /** It does not try again. */
  public String run(String... command) throws IOException {
    Finished finished =
        Program.of(Peers.path("rclone"), command)
            .with("--config", "", "--cache-dir", folder.toString())
            .with("--retries", "1", "--low-level-retries", "1")
            .with("--sftp-host", Target.HOST, "--sftp-port", "" + target.port())
            .with("--sftp-user", target.user())
            .with("--sftp-key-file", target.identity().file().toString())
            .with("--sftp-known-hosts-file", target.knownHosts().toString())
            .env("HOME", folder.toString())
            .run();
    if (finished.status() != 0) {
      throw new IOException(finished.toString());
    }
    return finished.text();
  }

  @Override
  public void makeFolder(String path) throws IOException {
    run("mkdir", remote(path));
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    run("copyto", local.toString(), remote(remote));
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    run("copyto", remote(remote), local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return run("lsf", remote(folder)).lines().toList();
  }

  @Override
  public Optional<Attributes> stat(String path) throws IOException {
    Matcher told = TOLD.matcher(run("lsjson", "--stat", remote(path)));
    if (!told.find()) {
      throw new IOException("nothing is told of " + path);
    }
    return Optional.of(
        new Attributes(
            Long.parseLong(told.group(1)), Instant.parse(told.group(2)).getEpochSecond()));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    run("moveto", remote(from), remote(to));
  }

  @Override
  public boolean makesLinks() {
    return false;
  }

  @Override
  public void symlink(String target, String link) {
    throw new UnsupportedOperationException(link);
  }

  @Override
  public void remove(String path) throws IOException {
    run("deletefile", remote(path));
  }

  @Override
  public void removeFolder(String path) throws IOException {
    run("rmdir", remote(path));
  }

  @Override
  public void close() {
    // nothing runs
  }
}
