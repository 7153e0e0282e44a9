package org.sshlite.knownhosts;

import java.util.List;

/**
 * What became of a file that was edited. Its old content stays beside it as {@code <file>.old} if
 * anything changed.
 *
 * @param changed the lines, as numbered before, that were removed or hashed
 * @param kept lines with the host, or with names to hash, that were left as they are: marked ones,
 *     patterns
 * @param problems lines that are not understood; they stay in the file
 */
public record FileEdit(List<NamedLine> changed, List<NamedLine> kept, List<Problem> problems) {
  public FileEdit {
    changed = List.copyOf(changed);
    kept = List.copyOf(kept);
    problems = List.copyOf(problems);
  }
}
