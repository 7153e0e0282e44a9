package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;

/**
 * What a client must know to log in to a server on loopback.
 *
 * @param hostKey the server's true host key
 * @param identity a key that the server lets in
 * @param password a password that the server lets in
 * @param folder for the client's own files
 */
public record Target(
    String user, int port, PublicKey hostKey, KeyPair identity, String password, Path folder) {
  public static final String HOST = "127.0.0.1";

  public Target withUser(String other) {
    return new Target(other, port, hostKey, identity, password, folder);
  }

  /** The same server, reached through something that listens on another port. */
  public Target withPort(int other) {
    return new Target(user, other, hostKey, identity, password, folder);
  }

  public Target withIdentity(KeyPair other) {
    return new Target(user, port, hostKey, other, password, folder);
  }

  public Target withPassword(String other) {
    return new Target(user, port, hostKey, identity, other, folder);
  }

  public Target withHostKey(PublicKey other) {
    return new Target(user, port, other, identity, password, folder);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(HOST, port);
  }

  /** A known_hosts file with the host key, and nothing else. */
  public Path knownHosts() {
    Path file = folder.resolve("known_hosts." + port);
    write(file, "[" + HOST + "]:" + port + " " + new PublicKeyLine("", hostKey, "") + "\n");
    return file;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
