package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.LftpFiles;
import org.sshlite.tests.sftp.foreign.RcloneFiles;
import org.sshlite.tests.sftp.foreign.SshfsFiles;

/** How the programs of others are told to copy a folder. */
final class TreePrograms {
  private TreePrograms() {}

  /** By the protocol from before SFTP, whose other end is a command. */
  static void scp(Target target, Path tree, Path served, Path copy) {
    Path remote = served.resolve("tree");
    scp(target, tree.toString(), at(target) + ":" + remote);
    scp(target, at(target) + ":" + remote, copy.toString());
  }

  private static void scp(Target target, String from, String to) {
    Program scp = Program.of(Peers.path("scp"), "-F", "none", "-O", "-r", "-p");
    OpenSshArguments.of(Login.to(target)).stream()
        .filter(word -> !word.equals("-T"))
        .forEach(scp::with);
    scp.with("-P", "" + target.port(), from, to).runWell();
  }

  private static String at(Target target) {
    return target.user() + "@" + Target.HOST;
  }

  static void netScp(Target target, Path tree, Path served, Path copy) throws IOException {
    String remote = served.resolve("tree").toString();
    netScp(target, "put", tree.toString(), remote);
    // it makes the folder that it is told, and the other in it
    Path above = copy.resolveSibling("above");
    netScp(target, "get", remote, above.toString());
    Files.move(above.resolve("tree"), copy);
  }

  private static void netScp(Target target, String verb, String from, String to) {
    Built.ruby("net_scp_tree.rb")
        .with("" + target.port(), target.user(), target.identity().file().toString())
        .with(target.knownHosts().toString(), verb, from, to)
        .runWell();
  }

  static void sshfs(Target target, Path tree, Path served, Path copy) throws IOException {
    try (SshfsFiles files = SshfsFiles.mount(target, served)) {
      Path remote = files.here(served.resolve("tree").toString());
      Program.of(Peers.path("cp"), "-a", tree.toString(), remote.toString()).runWell();
      Program.of(Peers.path("cp"), "-a", remote.toString(), copy.toString()).runWell();
    }
  }

  static void rclone(Target target, Path tree, Path served, Path copy) throws IOException {
    RcloneFiles files = RcloneFiles.connect(target);
    String remote = RcloneFiles.remote(served.resolve("tree").toString());
    files.run("copy", tree.toString(), remote);
    files.run("check", tree.toString(), remote);
    files.run("copy", remote, copy.toString());
  }

  static void lftp(Target target, Path tree, Path served, Path copy) throws IOException {
    LftpFiles files = LftpFiles.connect(target);
    String remote = served.resolve("tree").toString();
    files.run("mirror -R", tree.toString(), remote);
    files.run("mirror", remote, copy.toString());
  }

  /** A backup, which has files of its own, and what is restored of it. */
  static void duplicity(Target target, Path tree, Path served, Path copy) throws IOException {
    Path folder = Files.createTempDirectory(target.folder(), "duplicity");
    // it looks for known_hosts in the home folder
    Path ssh = Files.createDirectories(folder.resolve("home/.ssh"));
    Files.copy(target.knownHosts(), ssh.resolve("known_hosts"));
    String backup = "sftp://%s:%d/%s".formatted(at(target), target.port(), served);
    duplicity(target, folder, "full", tree.toString(), backup);
    duplicity(target, folder, "verify", backup, tree.toString());
    duplicity(target, folder, "restore", backup, copy.toString());
    try (var files = Files.list(served)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("duplicity-full"));
    }
  }

  private static void duplicity(Target target, Path folder, String verb, String from, String to) {
    Program.of(Peers.path("duplicity"), verb, "--no-encryption", "--no-print-statistics")
        .with("--archive-dir", folder.resolve("archive").toString())
        .with("--tempdir", folder.toString())
        .with("--ssh-options=-oIdentityFile=" + target.identity().file())
        .with(from, to)
        .env("HOME", folder.resolve("home").toString())
        // it reads names by the locale
        .env("LC_ALL", "C.UTF-8")
        .runWell();
  }
}
