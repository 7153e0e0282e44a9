package org.sshlite.client.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** A folder with the files of ssh_config(5), and what was read of them. For tests to extend. */
class ConfigFiles {
  @TempDir Path folder;
  final StderrLog log = new StderrLog(LogLevel.INFO);
  final ClientConfig config = new ClientConfig();
  final Map<String, String> environment = new HashMap<>();
  Path users;
  Path system;
  ConfigReader reader;
  Tokens names;

  @BeforeEach
  void set_up() throws Exception {
    log.redirect(folder.resolve("log"));
    users = Files.createDirectories(folder.resolve("home/.ssh")).resolve("config");
    system = Files.createDirectories(folder.resolve("etc")).resolve("ssh_config");
    reader = new ConfigReader(config, log, system.getParent());
  }

  String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  Tokens.LocalUser local() {
    return new Tokens.LocalUser(
        System.getProperty("user.name"), folder.resolve("home"), environment::get);
  }

  void write(Path file, String... lines) throws Exception {
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  void readFor(String host, String command) throws ConfigException {
    names = reader.files(new MatchContext(host, command, local()), Optional.empty());
    config.judge(log);
  }

  void read(String... lines) throws Exception {
    write(users, lines);
    readFor("build-7", "");
  }
}
