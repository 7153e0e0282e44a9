package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scripts;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.SshConfig;

/** Ansible's copy and fetch: the first takes a folder, the other a file. */
enum AnsibleTree implements FileDriver.Tree {
  /** With OpenSSH's programs, and no connection that outlives it. */
  SSH("sftp"),
  /** With ours, and connections shared as Ansible shares them. */
  SSH_LITE_SFTP("sftp"),
  /** The same, files by the other program. */
  SSH_LITE_SCP("scp");

  /** Ansible calls dozens of programs, a virtual machine each. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final String BY_SFTP = "    vars: {ansible_ssh_transfer_method: sftp}\n";

  private final String method;

  AnsibleTree(String method) {
    this.method = method;
  }

  @Override
  public void copy(Target target, Path tree, Path served, Path copy) throws IOException {
    // short: there are sockets in it
    Path folder = Files.createDirectory(target.folder().resolve("play" + ordinal()));
    Path inventory =
        Files.writeString(folder.resolve("inventory"), "peer ansible_host=" + Target.HOST + "\n");
    Path playbook = folder.resolve("playbook.yml");
    Files.writeString(playbook, playbook(tree, served.resolve("tree"), copy));
    Path config = SshConfig.write(target, folder);
    Program play =
        Program.of(Peers.path("ansible-playbook"), "-i", inventory.toString())
            .with(playbook.toString())
            .env("ANSIBLE_CONFIG", Files.createFile(folder.resolve("ansible.cfg")).toString())
            .env("ANSIBLE_HOME", folder.resolve("home").toString())
            .env("ANSIBLE_LOCAL_TEMP", folder.resolve("home").toString())
            .env("ANSIBLE_REMOTE_TEMP", folder.resolve("remote").toString())
            .env("ANSIBLE_SSH_TRANSFER_METHOD", method)
            .env("ANSIBLE_PIPELINING", "True")
            // ten seconds otherwise, for our programs until they are logged in
            .env("ANSIBLE_TIMEOUT", "90")
            .env("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3")
            // Python's messages go by the locale
            .env("LC_ALL", "C.UTF-8");
    if (this == SSH) {
      run(play.env("ANSIBLE_SSH_ARGS", "-F " + config));
      return;
    }
    Path sockets = Files.createDirectory(folder.resolve("cp"));
    play.env("ANSIBLE_SSH_COMMON_ARGS", "-F " + config)
        .env("ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString())
        .env("ANSIBLE_SSH_EXECUTABLE", script(folder, "ssh-lite", OurProgram.sshLite()))
        .env("ANSIBLE_SFTP_EXECUTABLE", script(folder, "ssh-lite-sftp", OurProgram.sftp()))
        .env("ANSIBLE_SCP_EXECUTABLE", script(folder, "ssh-lite-scp", OurProgram.scp()));
    try {
      run(play);
    } finally {
      endMasters(sockets);
    }
  }

  private static void run(Program play) {
    Finished finished = play.run(LIMIT);
    assertThat(finished.status()).as(finished.text() + finished.errors()).isZero();
  }

  private String playbook(Path tree, Path remote, Path copy) {
    StringBuilder text = new StringBuilder("- hosts: all\n  gather_facts: false\n  tasks:\n");
    text.append("  - copy: {src: '%s/', dest: '%s/'}\n".formatted(tree, remote));
    if (this != SSH) {
      text.append("  - shell: cat; echo out; echo err >&2; exit 3\n    args: {stdin: in}\n")
          .append(
              "    register: command\n    failed_when: command.rc != 3 or command.stderr != 'err'")
          .append(" or command.stdout_lines != ['in', 'out']\n")
          // the module is a file that is put, as a program of one's own would be
          .append("    vars: {ansible_pipelining: false}\n")
          // the master is told to stop, and the next task begins another
          .append("  - meta: reset_connection\n");
    }
    for (String name : TreeRound.FILES) {
      String fetch = "  - fetch: {src: '%s', dest: '%s', flat: true}\n";
      text.append(fetch.formatted(remote.resolve(name), copy.resolve(name)));
      // for scp Ansible quotes what is no word, and quotes are a part of names since scp goes by
      // SFTP
      text.append(method.equals("scp") && !name.matches("[a-z/]+") ? BY_SFTP : "");
    }
    return text.toString();
  }

  /** A name of one word, as Ansible wants it. */
  private static String script(Path folder, String name, Program program) throws IOException {
    Path file = folder.resolve(name);
    Scripts.of(file, program);
    return file.toString();
  }

  private static void endMasters(Path sockets) throws IOException {
    try (Stream<Path> files = Files.list(sockets)) {
      for (Path socket : files.toList()) {
        OurProgram.sshLite("-F", "none", "-S", socket.toString(), "-O", "exit", "any").run();
      }
    }
  }

  @Override
  public boolean keepsTimes() {
    return false;
  }
}
