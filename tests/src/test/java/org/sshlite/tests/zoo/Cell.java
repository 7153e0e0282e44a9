package org.sshlite.tests.zoo;

import java.util.Arrays;
import java.util.List;

/** What a peer is asked to do: a column of the table. */
enum Cell {
  PASSWORD("password"),
  ED25519("ed25519"),
  ECDSA("ecdsa"),
  RSA("rsa"),

  /** A command ends with status 42. */
  STATUS("status"),

  /** A command is killed: what is told of it. */
  SIGNAL("signal"),

  /** 20 MB from the server, which asks for new keys every MiB. */
  DOWN_SERVER_REKEYS("20 MB down, server rekeys"),
  UP_SERVER_REKEYS("20 MB up, server rekeys"),
  DOWN_CLIENT_REKEYS("20 MB down, client rekeys"),
  UP_CLIENT_REKEYS("20 MB up, client rekeys"),

  /** Nothing is said for longer than our patience, while a command runs. */
  KEEPALIVE("keepalive"),

  PTY("pty"),

  /** A round of what people do with files. */
  FILES("files"),

  /** A folder to the server and back. */
  TREE("a folder");

  /** What is asked of a client or a server. */
  static final List<Cell> OF_ENDS = Arrays.stream(values()).filter(cell -> cell != TREE).toList();

  /** What is asked of a program that moves files. */
  static final List<Cell> OF_PROGRAMS = List.of(FILES, TREE);

  private final String title;

  Cell(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The type of the key that logs in. */
  String keyType() {
    return switch (this) {
      case ECDSA -> "ecdsa-sha2-nistp256";
      case RSA -> "ssh-rsa";
      default -> "ssh-ed25519";
    };
  }
}
