package org.sshlite.mitm.evidence;

/**
 * Something of the peer's that came to an end of the bench.
 *
 * @param detail in printable form; of a password only when the user wants secrets kept
 * @param afterStrike whether the manipulation was done by then
 */
public record Seen(Leak kind, String detail, boolean afterStrike) {
  @Override
  public String toString() {
    return detail.isEmpty() ? kind.text() : kind.text() + " (" + detail + ")";
  }
}
