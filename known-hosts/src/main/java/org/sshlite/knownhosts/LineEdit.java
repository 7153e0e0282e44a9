package org.sshlite.knownhosts;

import java.util.Arrays;
import java.util.List;

/** What is done with the entries of a file, one by one. */
sealed interface LineEdit {
  /** What becomes of a line. */
  sealed interface Outcome {
    /** It stays. {@code noticed}: although it is one of those that the edit is about. */
    record Keep(boolean noticed) implements Outcome {}

    /** Other lines stand in its place, or none. */
    record Replace(List<String> lines) implements Outcome {}
  }

  Outcome apply(Line.Entry entry);

  /** Takes the keys of a host out. */
  final class Remove implements LineEdit {
    private final NameMatcher matcher;

    Remove(String name) {
      matcher = new NameMatcher(name);
    }

    @Override
    public Outcome apply(Line.Entry entry) {
      if (!matcher.matches(entry.names())) {
        return new Outcome.Keep(false);
      }
      return entry.marker() == Marker.NONE
          ? new Outcome.Replace(List.of())
          : new Outcome.Keep(true);
    }
  }

  /** Hashes names. */
  final class Hash implements LineEdit {
    private final HashedName hashed = new HashedName();

    @Override
    public Outcome apply(Line.Entry entry) {
      String names = entry.names();
      if (HashedName.isHashed(names)) {
        return new Outcome.Keep(false);
      }
      boolean pattern = names.chars().anyMatch(c -> "*?!".indexOf(c) >= 0);
      if (pattern || entry.marker() != Marker.NONE) {
        return new Outcome.Keep(true);
      }
      return new Outcome.Replace(
          Arrays.stream(names.split(","))
              .filter(name -> !name.isEmpty())
              .map(name -> hashed.hash(FileText.lowerCase(name)) + " " + entry.key())
              .toList());
    }
  }
}
