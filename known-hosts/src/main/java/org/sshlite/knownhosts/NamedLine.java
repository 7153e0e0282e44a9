package org.sshlite.knownhosts;

/**
 * A line of a known_hosts file that names a host, whether or not its key can be used.
 *
 * @param number counted from 1
 * @param marker what the key is for
 * @param names the names field as written
 * @param key the key type, base64 and comment as written
 * @param text the whole line as written, not made safe to print; a char for each byte (ISO 8859-1)
 */
public record NamedLine(int number, Marker marker, String names, String key, String text) {
  static NamedLine of(Line.Entry entry) {
    return new NamedLine(entry.number(), entry.marker(), entry.names(), entry.key(), entry.text());
  }
}
