package org.sshlite.knownhosts;

import org.sshlite.crypto.key.PublicKey;

/**
 * A line that matches a host, with its key.
 *
 * @param where where the line stands
 * @param source who is answerable for that place
 * @param marker what the key is for
 * @param names the names field as written: patterns, or a hashed name
 * @param key the key of the line
 * @param comment as written, perhaps empty, not made safe to print
 */
public record KnownHost(
    Location where, Source source, Marker marker, String names, PublicKey key, String comment) {

  /** Where lines come from. */
  public enum Source {
    /** A file of the user's, UserKnownHostsFile: keys are learned into the first of them. */
    USER,
    /** A file of the administrator's, GlobalKnownHostsFile: never written. */
    GLOBAL,
    /** The output of KnownHostsCommand: never written. */
    COMMAND
  }

  /** The names for a person, safe to print. */
  public String displayNames() {
    return HashedName.isHashed(names) ? "(hashed name)" : FileText.display(names);
  }

  /** Whether the line names this one host and nothing else; a hashed name does. */
  boolean namesOneHost() {
    return HashedName.isHashed(names)
        || names.indexOf(',') < 0 && names.indexOf('*') < 0 && names.indexOf('?') < 0;
  }

  /** One name, or a name and an address: what ssh adds by itself. */
  boolean isAsSshWritesIt() {
    return names.indexOf('*') < 0
        && names.indexOf('?') < 0
        && names.indexOf(',') == names.lastIndexOf(',');
  }
}
