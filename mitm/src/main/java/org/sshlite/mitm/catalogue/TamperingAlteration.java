package org.sshlite.mitm.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Negotiation;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.Phase;
import org.sshlite.mitm.wire.Unit;

/** Tampers with the n-th packet of a phase. */
public final class TamperingAlteration implements Alteration {
  /** Longer than any client's patience for one round trip should have to be, shorter than ours. */
  private static final long DELAY_MILLISECONDS = 1500;

  /** From the end: inside the tag, the padding of a packet in the clear, or its last field. */
  private static final int FLIPPED = 12;

  private static final int CUT_OFF = 3;

  private final Tampering tampering;
  private final Phase phase;
  private final Direction way;
  private final int index;
  private final Negotiation negotiation = new Negotiation();
  private byte @Nullable [] held;

  /**
   * @param index of the packet in its phase, from 0
   */
  public TamperingAlteration(Tampering tampering, Phase phase, Direction way, int index) {
    this.tampering = tampering;
    this.phase = phase;
    this.way = way;
    this.index = index;
  }

  @Override
  public synchronized Passage apply(Unit unit, Evidence evidence) {
    negotiation.follow(unit);
    if (unit.direction() != way) {
      return Passage.unchanged(unit);
    }
    if (held != null) {
      List<byte[]> both = new ArrayList<>(List.of(unit.bytes(), held));
      held = null;
      return new Passage(both, false);
    }
    if (unit.phase() != phase || unit.index() != wanted()) {
      return Passage.unchanged(unit);
    }
    evidence.strike(tampering.verb() + " packet " + index + " of " + phase.text());
    return tamper(unit.bytes());
  }

  /** A guessed packet that is wrong is skipped by the server: what matters comes after it. */
  private int wanted() {
    boolean guessed = phase == Phase.KEY_EXCHANGE && way == Direction.TO_SERVER;
    return guessed && negotiation.guessIsWrong() ? index + 1 : index;
  }

  private Passage tamper(byte[] bytes) {
    return switch (tampering) {
      case FLIP -> {
        byte[] flipped = bytes.clone();
        flipped[Math.max(5, flipped.length - FLIPPED)] ^= 0x10;
        yield Passage.of(flipped);
      }
      case DROP -> Passage.of();
      case REPEAT -> Passage.of(bytes, bytes);
      case SWAP -> {
        held = bytes;
        yield Passage.of();
      }
      case TRUNCATE -> Passage.of(Arrays.copyOf(bytes, bytes.length - CUT_OFF));
      case DELAY -> {
        pause();
        yield Passage.of(bytes);
      }
      case CUT -> Passage.cutAfter(bytes);
    };
  }

  private static void pause() {
    try {
      Thread.sleep(DELAY_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
