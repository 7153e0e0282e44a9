package org.sshlite.client.sftp;

import java.io.IOException;
import java.util.List;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** What is done to each file that a pattern stands for: {@code rm chmod chown chgrp}. */
final class EachMatch {
  private final SftpClient client;
  private final Screen screen;
  private final FileName folder;
  private final boolean stops;

  /**
   * @param stops at the first that fails, as a batch does; else the others are tried
   */
  EachMatch(SftpClient client, Screen screen, FileName folder, boolean stops) {
    this.client = client;
    this.screen = screen;
    this.folder = folder;
    this.stops = stops;
  }

  private interface Work {
    void run(FileName path) throws IOException, CommandException;
  }

  boolean remove(String word) throws IOException {
    return each(
        word,
        "Removing ",
        path ->
            PathCommand.of(
                "remote delete " + Shown.of(path),
                () -> {
                  client.remove(path);
                  return true;
                }));
  }

  boolean change(Command command) throws IOException, CommandException {
    int number = command.number(command.name().equals("chmod") ? 8 : 10);
    String word = command.word(1);
    boolean link = command.has('h');
    return switch (command.name()) {
      case "chmod" ->
          each(
              word,
              "Changing mode on ",
              path -> set(path, Attributes.NONE.withPermissions(number), link));
      case "chown" ->
          each(
              word,
              "Changing owner on ",
              path -> set(path, Attributes.NONE.withOwner(number, owner(path, link).gid()), link));
      default ->
          each(
              word,
              "Changing group on ",
              path -> set(path, Attributes.NONE.withOwner(owner(path, link).uid(), number), link));
    };
  }

  private Attributes owner(FileName path, boolean link) throws IOException, CommandException {
    Attributes attributes =
        PathCommand.of("stat remote", () -> link ? client.lstat(path) : client.stat(path));
    if (!attributes.has(Attributes.UIDGID)) {
      throw new CommandException(
          "Can't get current ownership of remote file \"" + Shown.of(path) + "\"");
    }
    return attributes;
  }

  private void set(FileName path, Attributes attributes, boolean link)
      throws IOException, CommandException {
    PathCommand.of(
        (link ? "remote lsetstat \"" : "remote setstat \"") + Shown.of(path) + "\"",
        () -> {
          if (link) {
            client.setLinkAttributes(path, attributes);
          } else {
            client.setAttributes(path, attributes);
          }
          return true;
        });
  }

  /** A pattern that stands for nothing is a name, which is not there. */
  private boolean each(String word, String what, Work work) throws IOException {
    List<FileName> matches = new RemotePlace(client).matches(word, folder);
    if (matches.isEmpty()) {
      matches = List.of(RemotePlace.absolute(Words.plain(word), folder));
    }
    boolean complete = true;
    for (FileName path : matches) {
      screen.tell(what + Shown.of(path));
      try {
        work.run(path);
      } catch (CommandException | SftpException e) {
        screen.error(e.getMessage());
        complete = false;
        if (stops) {
          break;
        }
      }
    }
    return complete;
  }
}
