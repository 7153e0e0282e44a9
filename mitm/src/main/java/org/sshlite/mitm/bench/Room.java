package org.sshlite.mitm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.mitm.catalogue.Knowledge;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;

/** The folder that a client finds its files in, for one run. Deleted when closed. */
final class Room implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** The names that {@link #placeholders} has values for. */
  static final Set<String> PLACEHOLDERS =
      Set.of(
          "host",
          "port",
          "user",
          "password",
          "known_hosts",
          "identity",
          "identity_dropbear",
          "askpass",
          "home",
          "fingerprint");

  private final Path folder;
  private final Scene scene;
  private final int port;

  private Room(Path folder, Scene scene, int port) {
    this.folder = folder;
    this.scene = scene;
    this.port = port;
  }

  static Room furnish(Scene scene, Knowledge knowledge, int port) throws IOException {
    Room room = new Room(Files.createTempDirectory("ssh-lite-mitm"), scene, port);
    Files.createDirectories(room.home().resolve(".ssh"));
    Files.writeString(room.knownHosts(), room.lines(knowledge, "[" + HOST + "]:" + port));
    // Dropbear looks here, and its lines name no port
    Files.writeString(room.home().resolve(".ssh/known_hosts"), room.lines(knowledge, HOST));
    room.writeIdentity();
    room.writeAskpass();
    return room;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  private String lines(Knowledge knowledge, String name) {
    String authority =
        "@cert-authority " + name + " " + HostKey.of(scene.authority()).line() + "\n";
    return switch (knowledge) {
      case PINNED -> keys("", name);
      case UNKNOWN -> "";
      case ANOTHER_HOST -> "other.example " + scene.attackersKey().line() + "\n";
      case REVOKED -> keys("@revoked ", name) + keys("", name);
      case AUTHORITY -> authority;
      case REVOKED_AUTHORITY ->
          authority + "@revoked * " + HostKey.of(scene.authority()).line() + "\n";
    };
  }

  private String keys(String marker, String name) {
    StringBuilder out = new StringBuilder();
    scene.trueKeys().forEach(key -> out.append(marker + name + " " + key.line() + "\n"));
    return out.toString();
  }

  private void writeIdentity() throws IOException {
    PrivateKey key = scene.identity().orElseThrow();
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      PrivateKeyFile.write(
          folder.resolve("identity"),
          new NamedPrivateKey(key, "ssh-lite-mitm"),
          none,
          KeyFileEncryption.DEFAULT,
          new SecureRandom());
    }
    String line = HostKey.of(key).line() + " ssh-lite-mitm\n";
    Files.writeString(folder.resolve("identity.pub"), line);
    Files.write(folder.resolve("identity.dropbear"), DropbearKey.of(key));
    Files.setPosixFilePermissions(
        folder.resolve("identity.dropbear"), PosixFilePermissions.fromString("rw-------"));
  }

  private void writeAskpass() throws IOException {
    Path script = folder.resolve("askpass");
    Files.writeString(script, "#!/bin/sh\necho '" + scene.password() + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** What a command line may ask for in braces. */
  Map<String, String> placeholders() {
    Map<String, String> values = new TreeMap<>();
    values.put("host", HOST);
    values.put("port", "" + port);
    values.put("user", scene.user());
    values.put("password", scene.password());
    values.put("known_hosts", knownHosts().toString());
    values.put("identity", folder.resolve("identity").toString());
    values.put("identity_dropbear", folder.resolve("identity.dropbear").toString());
    values.put("askpass", folder.resolve("askpass").toString());
    values.put("home", home().toString());
    values.put("fingerprint", scene.trueKey().fingerprint());
    return values;
  }

  /** All known_hosts that the client may have written to. */
  String knownHostsNow() throws IOException {
    return Files.readString(knownHosts(), StandardCharsets.ISO_8859_1)
        + Files.readString(home().resolve(".ssh/known_hosts"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
