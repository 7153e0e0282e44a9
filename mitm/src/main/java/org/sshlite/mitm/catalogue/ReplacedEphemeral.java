package org.sshlite.mitm.catalogue;

import java.security.SecureRandom;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Negotiation;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.PlainPackets;
import org.sshlite.mitm.wire.Unit;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;

/** An ephemeral key of the attacker's own in place of one end's: the classic man in the middle. */
public record ReplacedEphemeral(Direction way) implements Manipulation {
  @Override
  public About about() {
    return new About(
        "ephemeral-key-" + way.suffix(),
        "key exchange",
        "puts an ephemeral key of his own in place of the one that goes " + way.text(),
        "RFC 4253 §8, RFC 5656 §4: H covers both ephemeral keys, and the host key signs H",
        "find the signature wrong, and disconnect");
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  @Override
  public Attack attack() {
    return Attack.on(new Replacing(way));
  }

  /** Follows the negotiation, so that the key he puts in is a good one of its kind. */
  private static final class Replacing implements Alteration {
    private final Direction way;
    private final Negotiation negotiation = new Negotiation();
    private final SecureRandom random = new SecureRandom();
    private byte[] init = {};

    Replacing(Direction way) {
      this.way = way;
    }

    @Override
    public synchronized Passage apply(Unit unit, Evidence evidence) {
      negotiation.follow(unit);
      KexMethod method = negotiation.kex().flatMap(KexMethods::byName).orElse(null);
      if (method == null) {
        return Passage.unchanged(unit);
      }
      if (unit.is(Direction.TO_SERVER, KexEcdhInit.NUMBER)) {
        init = unit.message(KexEcdhInit.class).map(KexEcdhInit::clientBlob).orElse(init);
        return way == Direction.TO_SERVER ? replaceInit(method, evidence) : Passage.unchanged(unit);
      }
      if (way == Direction.TO_CLIENT && unit.is(way, KexEcdhReply.NUMBER)) {
        return replaceReply(method, unit, evidence);
      }
      return Passage.unchanged(unit);
    }

    private Passage replaceInit(KexMethod method, Evidence evidence) {
      evidence.strike("replaced the client's ephemeral key");
      try (KexMethod.Initiator own = method.initiate(random)) {
        return Passage.of(PlainPackets.of(new KexEcdhInit(own.init())));
      }
    }

    private Passage replaceReply(KexMethod method, Unit unit, Evidence evidence) {
      KexEcdhReply reply = unit.message(KexEcdhReply.class).orElse(null);
      if (reply == null) {
        return Passage.unchanged(unit);
      }
      evidence.strike("replaced the server's ephemeral key");
      try {
        byte[] own = method.respond(init, random).reply();
        return Passage.of(
            PlainPackets.of(new KexEcdhReply(reply.hostKey(), own, reply.signature())));
      } catch (KexException e) {
        evidence.inapplicable(String.valueOf(e.getMessage()));
        return Passage.unchanged(unit);
      }
    }
  }
}
