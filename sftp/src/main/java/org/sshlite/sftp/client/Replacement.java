package org.sshlite.sftp.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/** Puts one path in the place of another. What fails leaves both as they were. */
record Replacement(SftpClient client, FileName from, FileName to) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A name that nobody has guessed, beside the one that is meant. */
  static FileName beside(FileName path) {
    int slash = path.lastIndexOf('/');
    String name = path.slice(slash + 1, path.length()).text();
    return path.slice(0, slash + 1).resolve(FileName.of(beside(name)));
  }

  static String beside(String name) {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    // so short that a name of the greatest length still has room
    String kept = name.length() > 60 ? name.substring(0, 60) : name;
    return "." + kept + "." + HexFormat.of().formatHex(random) + ".part";
  }

  void run() throws IOException {
    if (client.has("posix-rename@openssh.com")) {
      try {
        client.rename(from, to);
        return;
      } catch (SftpException e) {
        if (!oneIsFolder()) {
          throw e;
        }
      }
    }
    inSteps();
  }

  /** Only one: that is what rename(2) does not replace, whatever the server makes of ENOTDIR. */
  private boolean oneIsFolder() throws IOException {
    try {
      return isFolder(from) != isFolder(to);
    } catch (SftpException _) {
      return false; // one is not there, as the server has said
    }
  }

  private boolean isFolder(FileName path) throws IOException {
    return client.lstat(path).isDirectory();
  }

  /** There is a moment without the file, and none in which it is nowhere. */
  private void inSteps() throws IOException {
    boolean folder;
    try {
      folder = isFolder(to);
    } catch (SftpException e) {
      if (e.code() != StatusCode.NO_SUCH_FILE) {
        throw e;
      }
      client.renameNew(from, to); // nothing is to make room
      return;
    }
    FileName aside = beside(to);
    try {
      client.renameNew(to, aside);
      client.renameNew(from, to);
    } catch (IOException e) {
      back(aside, to, e);
      throw e;
    }
    try {
      if (folder) {
        client.removeFolder(aside);
      } else {
        client.remove(aside);
      }
    } catch (SftpException e) {
      back(to, from, e);
      back(aside, to, e);
      throw e;
    }
  }

  /** An interrupt may be why, and must not keep us from seeing how this ends. */
  private void back(FileName path, FileName place, IOException reason) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      client.renameNew(path, place);
    } catch (IOException e) {
      if (e instanceof SftpException told && told.code() == StatusCode.NO_SUCH_FILE) {
        return; // it never left
      }
      IOException left =
          new IOException(
              "%s; %s is now %s".formatted(reason.getMessage(), Shown.of(place), Shown.of(path)),
              reason);
      left.addSuppressed(e);
      throw left;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
