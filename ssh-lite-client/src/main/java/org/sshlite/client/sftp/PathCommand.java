package org.sshlite.client.sftp;

import java.io.IOException;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** Commands that take one path or two, and no pattern. */
record PathCommand(SftpClient client, FileName folder) {
  /** Something that a server may refuse. */
  interface Request<T> {
    T run() throws IOException;
  }

  /** Says what was refused. */
  static <T> T of(String what, Request<T> request) throws IOException, CommandException {
    try {
      return request.run();
    } catch (SftpException e) {
      String reason = e.getMessage();
      throw new CommandException(
          reason.startsWith("Server does not") ? reason : what + ": " + reason);
    }
  }

  private interface Change {
    void run() throws IOException;
  }

  private static void change(String what, Change change) throws IOException, CommandException {
    of(
        what,
        () -> {
          change.run();
          return true;
        });
  }

  void run(Command command) throws IOException, CommandException {
    switch (command.name()) {
      case "mkdir" -> {
        FileName path = path(command, 0);
        Attributes made = Attributes.NONE.withPermissions(0777);
        change("remote mkdir \"" + Shown.of(path) + "\"", () -> client.makeFolder(path, made));
      }
      case "rmdir" -> {
        FileName path = path(command, 0);
        change("remote rmdir \"" + Shown.of(path) + "\"", () -> client.removeFolder(path));
      }
      default -> {
        command.needTwo();
        pair(command);
      }
    }
  }

  private void pair(Command command) throws IOException, CommandException {
    boolean symbolic = command.name().equals("symlink") || command.has('s');
    FileName from = symbolic ? TypedText.name(command.path(0)) : path(command, 0);
    FileName to = path(command, 1);
    String both = "\"" + Shown.of(from) + "\" to \"" + Shown.of(to) + "\"";
    switch (command.name()) {
      case "rename" ->
          change(
              "remote rename " + both,
              () -> {
                if (command.has('l')) {
                  client.renameNew(from, to);
                } else {
                  client.rename(from, to);
                }
              });
      case "cp", "copy" -> client.copy(from, to);
      default -> {
        if (symbolic) {
          change("remote symlink file " + both, () -> client.symlink(from, to));
        } else {
          change("remote link " + both, () -> client.hardlink(from, to));
        }
      }
    }
  }

  private FileName path(Command command, int index) throws CommandException {
    return RemotePlace.absolute(command.path(index), folder);
  }
}
