package org.sshlite.mitm.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.KexInitAlteration;
import org.sshlite.mitm.wire.KexInitField;

/** One list of one KEXINIT without its first name, or with one more when it has but one. */
public record EditedList(KexInitField field, Direction way) implements Manipulation {
  private static final String ADDED = "added@example.com";

  @Override
  public About about() {
    return new About(
        "kexinit-" + field.suffix() + "-" + way.suffix(),
        "negotiation",
        "edits " + field.rfcName() + " in the KEXINIT " + way.text(),
        "RFC 4253 §8: H covers both KEXINITs as they were sent and received",
        "find the signature wrong, and disconnect");
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  @Override
  public boolean variesByKex() {
    return field == KexInitField.KEX || field == KexInitField.HOST_KEY;
  }

  @Override
  public Attack attack() {
    return Attack.on(
        new KexInitAlteration(
            Set.of(way),
            message -> field.edit(message, EditedList::edited),
            "edited " + field.rfcName()));
  }

  private static List<String> edited(List<String> names) {
    if (names.size() > 1) {
      return names.subList(1, names.size());
    }
    List<String> more = new ArrayList<>(names);
    more.add(ADDED);
    return more;
  }
}
