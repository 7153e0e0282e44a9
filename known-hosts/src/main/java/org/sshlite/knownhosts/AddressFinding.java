package org.sshlite.knownhosts;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * What is known of the address that a host was reached at, for CheckHostIP.
 *
 * @param address with the port of the connection
 * @param known the host keys known for it
 */
public record AddressFinding(HostName address, State state, List<KnownHost> known) {
  /** The address, compared with the key that came. */
  public enum State {
    /** No host key is known for the address. */
    UNKNOWN,
    /** The key that came is known for the address. */
    SAME_KEY,
    /** Other keys are known for the address. */
    OTHER_KEY
  }

  public AddressFinding {
    known = List.copyOf(known);
  }

  static AddressFinding of(HostName address, Lookup lookup, PublicKey offered) {
    List<KnownHost> known = lookup.marked(Marker.NONE);
    State state =
        known.isEmpty()
            ? State.UNKNOWN
            : Judge.with(offered, known).isPresent() ? State.SAME_KEY : State.OTHER_KEY;
    return new AddressFinding(address, state, known);
  }

  /** The verdict on the name, with what is known of the address. */
  Verdict weigh(Verdict byName) {
    return switch (byName) {
      case Verdict.Changed changed when state == State.OTHER_KEY && agrees(changed) -> changed;
      case Verdict.Changed v ->
          new Verdict.Changed(v.host(), v.offered(), v.expected(), Optional.of(this), v.remarks());
      case Verdict.Trusted _, Verdict.Unknown _ when state == State.OTHER_KEY ->
          new Verdict.AddressConflict(byName, this);
      case Verdict.Trusted v when state == State.UNKNOWN ->
          new Verdict.Trusted(v.host(), v.offered(), v.basis(), Optional.of(address), v.remarks());
      case Verdict.Unknown v when state == State.UNKNOWN ->
          new Verdict.Unknown(
              v.host(), v.offered(), v.otherNames(), Optional.of(address), v.remarks());
      default -> byName;
    };
  }

  /** Name and address were known by the same key: the host changed it, its address did not move. */
  private boolean agrees(Verdict.Changed changed) {
    return changed.expected().stream().anyMatch(line -> Judge.with(line.key(), known).isPresent());
  }
}
