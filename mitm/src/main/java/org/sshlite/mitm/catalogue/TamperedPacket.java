package org.sshlite.mitm.catalogue;

import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Phase;

/** One packet of one phase tampered with, in the clear or sealed. */
public record TamperedPacket(Tampering tampering, Phase phase, Direction way)
    implements Manipulation {
  @Override
  public About about() {
    return new About(
        "packet-" + tampering.suffix() + "-" + phase.suffix() + "-" + way.suffix(),
        "integrity",
        tampering.verb() + " a packet of " + phase.text() + " on its way " + way.text(),
        switch (tampering) {
          case DELAY -> "none: delay alone changes nothing (RFC 4251 §9.3.1)";
          case CUT ->
              "RFC 4254 §5.3, §6.10: a session ends with exit-status and CLOSE, not with TCP";
          default ->
              phase == Phase.KEY_EXCHANGE
                  ? "RFC 4253 §8: H covers the whole exchange"
                  : "RFC 4253 §6.4: the MAC covers every packet and its sequence number";
        },
        switch (tampering) {
          case DELAY -> "wait, and get everything whole; or give up by a limit of its own";
          case CUT -> "report the loss, and not pretend success";
          default -> "disconnect, and use nothing of the packet";
        });
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  @Override
  public Harm harm() {
    return tampering == Tampering.DELAY ? Harm.REPORTED : Harm.COMPLETION;
  }

  @Override
  public boolean variesByKex() {
    return phase == Phase.KEY_EXCHANGE;
  }

  @Override
  public Attack attack() {
    return Attack.on(alteration());
  }

  private Alteration alteration() {
    return new TamperingAlteration(tampering, phase, way, index());
  }

  /** Which packet of the phase; chosen so that another one follows it. */
  private int index() {
    if (tampering == Tampering.CUT && phase == Phase.CONNECTION && way == Direction.TO_CLIENT) {
      return 2; // after CHANNEL_OPEN_CONFIRMATION, CHANNEL_SUCCESS: the output
    }
    return phase == Phase.CONNECTION ? 0 : 1;
  }
}
