package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.UserGroupNames;

/** {@code ls}, sftp(1). */
final class ListCommand {
  /** Characters that are printed at once. */
  private static final int PIECE = 8192;

  private final SftpClient client;
  private final Screen screen;
  private final Command command;
  private final int columns;

  /**
   * @param columns of the terminal
   */
  ListCommand(SftpClient client, Screen screen, Command command, int columns) {
    this.client = client;
    this.screen = screen;
    this.command = command;
    this.columns = columns;
  }

  /** What is listed, under the name it is shown by. */
  private record Line(String shown, FileName name, FileName longname, Attributes attributes) {}

  void run(FileName folder) throws IOException, CommandException {
    if (!command.hasOperand(0)) {
      print(inFolder(folder, ""), true);
      return;
    }
    String word = command.word(0);
    // as with sftp, of all commands this one alone knows braces
    List<FileName> matches = new ArrayList<>();
    for (String pattern : Braces.expand(word)) {
      matches.addAll(new RemotePlace(client).matches(pattern, folder));
    }
    if (matches.isEmpty()) {
      String path = Shown.of(RemotePlace.absolute(word, folder));
      throw new CommandException("Can't ls: \"" + path + "\" not found");
    }
    String stripped = word.startsWith("/") ? "" : RemotePlace.bytes(folder);
    if (matches.size() == 1 && attributes(matches.getFirst()).isDirectory()) {
      FileName path = matches.getFirst();
      String within = RemotePlace.bytes(path);
      print(inFolder(path, strip(within.endsWith("/") ? within : within + "/", stripped)), true);
      return;
    }
    List<Line> lines = new ArrayList<>();
    for (FileName match : matches) {
      FileName shown = RemotePlace.name(strip(RemotePlace.bytes(match), stripped));
      Attributes attributes = attributes(match);
      String mark = attributes.isDirectory() ? "/" : "";
      lines.add(new Line(Shown.of(shown) + mark, shown, FileName.EMPTY, attributes));
    }
    print(lines, false);
  }

  /** Of the link itself where it leads nowhere. */
  private Attributes attributes(FileName path) throws IOException {
    try {
      return client.stat(path);
    } catch (SftpException e) {
      return client.lstat(path);
    }
  }

  private static String strip(String path, String folder) {
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }

  private List<Line> inFolder(FileName folder, String prefix) throws IOException {
    String before = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    List<Line> lines = new ArrayList<>();
    try (Stream<Entry> entries = command.has('a') ? client.listAll(folder) : client.list(folder)) {
      entries
          .filter(entry -> command.has('a') || entry.name().at(0) != '.')
          .forEach(
              entry ->
                  lines.add(
                      new Line(
                          Shown.of(RemotePlace.name(before + RemotePlace.bytes(entry.name()))),
                          entry.name(),
                          entry.longname(),
                          entry.attributes())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return lines;
  }

  private void print(List<Line> lines, boolean inFolder) throws IOException {
    if (!command.has('f')) {
      lines.sort(order());
    }
    if (command.has('l') || command.has('n')) {
      printLong(lines, inFolder);
    } else if (command.has('1')) {
      printOneEach(lines);
    } else {
      printColumns(lines);
    }
  }

  private Comparator<Line> order() {
    Comparator<Line> order = Comparator.comparing(Line::name);
    if (command.has('t')) {
      order = Comparator.comparing((Line line) -> line.attributes.modificationSeconds()).reversed();
    } else if (command.has('S')) {
      order = Comparator.comparing((Line line) -> line.attributes.size()).reversed();
    }
    return command.has('r') ? order.reversed() : order;
  }

  /** A large folder is printed in pieces: a call of the system for each name takes longer. */
  private void printOneEach(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.shown).append('\n');
      if (text.length() >= PIECE) {
        screen.out().print(text);
        text.setLength(0);
      }
    }
    screen.out().print(text);
  }

  private void printColumns(List<Line> lines) {
    int longest = lines.stream().mapToInt(line -> line.shown.length()).max().orElse(0);
    int count = Math.max(1, columns / (longest + 2));
    int space = Math.min(columns, columns / count);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(String.format("%-" + space + "s", lines.get(i).shown));
      if ((i + 1) % count == 0 || i == lines.size() - 1) {
        text.append('\n');
      }
    }
    screen.out().print(text);
  }

  private void printLong(List<Line> lines, boolean inFolder) throws IOException {
    boolean named =
        !command.has('n') && client.has("users-groups-by-id@openssh.com") && !lines.isEmpty();
    boolean ours = command.has('n') || command.has('h') || named || !inFolder;
    Names names = named ? names(lines) : new Names(Map.of(), Map.of());
    Instant now = Instant.now();
    for (Line line : lines) {
      Attributes attributes = line.attributes;
      screen.print(
          ours || line.longname.isEmpty()
              ? LongLine.of(
                  line.shown,
                  attributes,
                  names.user(attributes.uid()),
                  names.group(attributes.gid()),
                  command.has('h'),
                  now)
              : Shown.of(line.longname));
    }
  }

  private record Names(Map<Integer, String> users, Map<Integer, String> groups) {
    String user(int uid) {
      return users.getOrDefault(uid, Integer.toUnsignedString(uid));
    }

    String group(int gid) {
      return groups.getOrDefault(gid, Integer.toUnsignedString(gid));
    }
  }

  private Names names(List<Line> lines) throws IOException {
    List<Integer> users = lines.stream().map(line -> line.attributes.uid()).distinct().toList();
    List<Integer> groups = lines.stream().map(line -> line.attributes.gid()).distinct().toList();
    UserGroupNames names = client.userGroupNames(users, groups);
    return new Names(map(users, names.users()), map(groups, names.groups()));
  }

  private static Map<Integer, String> map(List<Integer> ids, List<FileName> names) {
    Map<Integer, String> map = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!names.get(i).isEmpty()) {
        map.put(ids.get(i), Shown.of(names.get(i)));
      }
    }
    return map;
  }
}
