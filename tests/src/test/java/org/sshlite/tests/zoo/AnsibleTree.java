package org.sshlite.tests.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.SshConfig;

/** Ansible's copy and fetch: the first takes a folder, the other a file. */
final class AnsibleTree implements FileDriver.Tree {
  @Override
  public void copy(Target target, Path tree, Path served, Path copy) throws IOException {
    Path folder = Files.createTempDirectory(target.folder(), "ansible");
    Path remote = served.resolve("tree");
    StringBuilder playbook =
        new StringBuilder("- hosts: all\n  gather_facts: false\n  tasks:\n")
            .append("  - copy: {src: '%s/', dest: '%s/'}\n".formatted(tree, remote));
    for (String name : TreeRound.FILES) {
      String fetch = "  - fetch: {src: '%s', dest: '%s', flat: true}\n";
      playbook.append(fetch.formatted(remote.resolve(name), copy.resolve(name)));
    }
    Path inventory =
        Files.writeString(folder.resolve("inventory"), "peer ansible_host=" + Target.HOST + "\n");
    Program.of(Peers.path("ansible-playbook"), "-i", inventory.toString())
        .with("" + Files.writeString(folder.resolve("playbook.yml"), playbook))
        .env("ANSIBLE_CONFIG", Files.createFile(folder.resolve("ansible.cfg")).toString())
        .env("ANSIBLE_HOME", folder.resolve("home").toString())
        .env("ANSIBLE_LOCAL_TEMP", folder.resolve("home").toString())
        .env("ANSIBLE_REMOTE_TEMP", folder.resolve("remote").toString())
        // no connection that outlives it
        .env("ANSIBLE_SSH_ARGS", "-F " + SshConfig.write(target, folder))
        .env("ANSIBLE_SSH_TRANSFER_METHOD", "sftp")
        .env("ANSIBLE_PIPELINING", "True")
        .env("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3")
        // Python's messages go by the locale
        .env("LC_ALL", "C.UTF-8")
        .runWell();
  }

  @Override
  public boolean keepsTimes() {
    return false;
  }
}
