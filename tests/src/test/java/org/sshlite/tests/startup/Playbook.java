package org.sshlite.tests.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/**
 * A playbook of Ansible's whose tasks run commands, make files and copy some, by its plugin for ssh
 * with the settings that it has by itself: connections shared for a minute, modules put by sftp.
 */
final class Playbook {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path folder;
  private final Path config;
  private int plays;

  private Playbook(Path folder, Path config) {
    this.folder = folder;
    this.config = config;
  }

  /**
   * @param config of ssh
   */
  static Playbook write(Path folder, Path config, List<String> hosts, int tasks)
      throws IOException {
    Files.write(folder.resolve("inventory"), hosts);
    StringBuilder text = new StringBuilder("- hosts: all\n  gather_facts: false\n  tasks:\n");
    for (int number = 0; number < tasks; number++) {
      // one after another in the folders of the same user
      String file = "~/{{ inventory_hostname }}." + number;
      text.append(
          switch (number % 3) {
            case 0 -> "  - command: echo " + number;
            case 1 -> "  - file: {path: '" + file + "', state: directory}";
            default -> "  - copy: {dest: '" + file + "', content: 'of round {{ round }}'}";
          });
      text.append('\n');
    }
    Files.writeString(folder.resolve("playbook.yml"), text);
    return new Playbook(folder, config);
  }

  /**
   * One after which no connection is left.
   *
   * @param ssh whose place in Ansible it is
   * @return seconds
   */
  double play(Path ssh) throws IOException {
    plays++;
    Path sockets = Files.createDirectory(folder.resolve("cp" + plays));
    Path none = Files.writeString(folder.resolve("ansible.cfg"), "");
    Program program =
        Program.of(Peers.path("ansible-playbook"), "-i", folder.resolve("inventory").toString())
            .with("-e", "round=" + plays, "--ssh-common-args", "-F " + config)
            .with(folder.resolve("playbook.yml").toString())
            .env("ANSIBLE_CONFIG", none.toString())
            .env("ANSIBLE_HOME", folder.resolve("ansible").toString())
            .env("ANSIBLE_LOCAL_TEMP", folder.resolve("ansible").toString())
            .env("ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString())
            .env("ANSIBLE_SSH_EXECUTABLE", ssh.toString())
            .env("ANSIBLE_SFTP_EXECUTABLE", Peers.path("sftp").toString())
            .env("ANSIBLE_PYTHON_INTERPRETER", Peers.path("python3").toString())
            // Python's messages go by the locale
            .env("LC_ALL", "C.UTF-8");
    try {
      return OneShot.of(program, folder, LIMIT).wall();
    } finally {
      endMasters(ssh, sockets);
    }
  }

  private static void endMasters(Path ssh, Path sockets) throws IOException {
    try (Stream<Path> files = Files.list(sockets)) {
      for (Path socket : files.toList()) {
        Program.of(ssh, "-F", "none", "-S", socket.toString(), "-O", "exit", "any").run();
      }
    }
  }
}
