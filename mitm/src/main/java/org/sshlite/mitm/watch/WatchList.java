package org.sshlite.mitm.watch;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.client.config.Destination;
import org.sshlite.crypto.wire.Printable;

/** A file of hosts: {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}, one a line. */
public final class WatchList {
  private WatchList() {}

  /**
   * @param name of the file, for messages
   * @throws IllegalArgumentException for a line that is no host, with file and line; for none
   */
  public static List<Destination> parse(String name, List<String> lines) {
    List<Destination> hosts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int comment = lines.get(i).indexOf('#');
      String line = (comment < 0 ? lines.get(i) : lines.get(i).substring(0, comment)).strip();
      if (!line.isEmpty()) {
        String where = name + ":" + (i + 1);
        hosts.add(
            Destination.parseJump(line)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            where + ": not a host: " + Printable.line(line))));
      }
    }
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(name + ": no host in it");
    }
    return hosts.stream().distinct().toList();
  }
}
