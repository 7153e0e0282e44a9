package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a user's and a global file, as tests write them. */
record KnownHostsFolder(Path folder) {
  Path user() {
    return folder.resolve("known_hosts");
  }

  Path global() {
    return folder.resolve("ssh_known_hosts");
  }

  KnownHosts withUser(String... lines) throws IOException {
    write(user(), lines);
    return open();
  }

  KnownHosts open() {
    return KnownHosts.open(List.of(user()), List.of(global()));
  }

  void write(Path file, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  String content() throws IOException {
    return Files.readString(user());
  }

  /** Line {@code number} of the user's file, as a verdict names it. */
  String at(int number) {
    return user() + ":" + number;
  }
}
