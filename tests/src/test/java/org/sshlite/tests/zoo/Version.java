package org.sshlite.tests.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** Where the version of a peer is read: that of what has really run. */
sealed interface Version {
  /** The version, and where it comes from. */
  String text();

  /** Of two that are a peer together. */
  default Version and(Version other) {
    return new Both(this, other);
  }

  record Both(Version one, Version other) implements Version {
    @Override
    public String text() {
      return one.text() + ", " + other.text();
    }
  }

  /** A package of Debian. */
  record Debian(String name) implements Version {
    @Override
    public String text() {
      String version =
          Program.of(Peers.path("dpkg-query"), "--show", "--showformat=${Version}", name).runWell();
      return name + " " + version;
    }
  }

  /** A package of the npm registry. */
  record Npm(String name) implements Version {
    private static final Pattern VERSION = Pattern.compile("\"version\": *\"([^\"]+)\"");

    @Override
    public String text() {
      return "npm "
          + find(VERSION, read(Built.NPM.resolve("node_modules").resolve(name + "/package.json")));
    }
  }

  /** An artifact of Maven Central, on the class path of a peer. */
  record Maven(String peer, String artifact) implements Version {
    @Override
    public String text() {
      Pattern jar = Pattern.compile("/" + Pattern.quote(artifact) + "-(\\d[^:/]*)\\.jar");
      return "Maven " + find(jar, read(Built.classPath(peer)));
    }
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(pattern + " is not in " + text);
    }
    return matcher.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
