package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.List;

/**
 * A file's content after an edit.
 *
 * @param text the new content; the old one when nothing was changed
 * @param summary what was done
 */
record EditedText(String text, FileEdit summary) {
  static EditedText of(KnownHostsFile file, LineEdit edit) {
    StringBuilder text = new StringBuilder(file.text().length());
    List<NamedLine> changed = new ArrayList<>();
    List<NamedLine> kept = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Line line : file.lines()) {
      switch (line) {
        case Line.Comment(_, String comment) -> text.append(comment).append('\n');
        case Line.Broken(int number, String broken, String problem) -> {
          problems.add(Problem.of(new Location(file.name(), number), problem));
          text.append(broken).append('\n');
        }
        case Line.Entry entry -> {
          switch (edit.apply(entry)) {
            case LineEdit.Outcome.Keep(boolean noticed) -> {
              if (noticed) {
                kept.add(NamedLine.of(entry));
              }
              text.append(entry.text()).append('\n');
            }
            case LineEdit.Outcome.Replace(List<String> lines) -> {
              changed.add(NamedLine.of(entry));
              lines.forEach(replacement -> text.append(replacement).append('\n'));
            }
          }
        }
      }
    }
    return new EditedText(
        changed.isEmpty() ? file.text() : text.toString(), new FileEdit(changed, kept, problems));
  }
}
