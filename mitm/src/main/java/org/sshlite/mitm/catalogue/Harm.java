package org.sshlite.mitm.catalogue;

/** What counts as fooled. What a manipulation itself reports as harm always does. */
public enum Harm {
  /** That the client goes on to authenticate at all: it has believed the host. */
  TRUST,
  /** That it gives away a password, a signature or a command: the host was proved before. */
  LOGIN,
  /** That the client ends with success, as if nothing had been changed. */
  COMPLETION,
  /** Only what the manipulation itself reports. */
  REPORTED
}
