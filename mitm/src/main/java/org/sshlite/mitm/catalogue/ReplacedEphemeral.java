package org.sshlite.mitm.catalogue;

import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.kex.DhGroup;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Negotiation;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.PlainPackets;
import org.sshlite.mitm.wire.Unit;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexReply;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.Message;

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
  public boolean variesByKex() {
    return true;
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
    private @Nullable KexMethod chosen;

    Replacing(Direction way) {
      this.way = way;
    }

    @Override
    public synchronized Passage apply(Unit unit, Evidence evidence) {
      negotiation.follow(unit);
      if (choosesGroup() && unit.is(Direction.TO_CLIENT, KexDhGexGroup.NUMBER)) {
        chosen = group(unit);
      }
      KexMethod method = method().orElse(null);
      if (method == null) {
        return Passage.unchanged(unit);
      }
      Optional<byte[]> clientBlob = clientBlob(unit);
      if (clientBlob.isPresent()) {
        init = clientBlob.get();
        return way == Direction.TO_SERVER ? replaceInit(method, evidence) : Passage.unchanged(unit);
      }
      return way == Direction.TO_CLIENT && unit.is(way, reply())
          ? replaceReply(method, unit, evidence)
          : Passage.unchanged(unit);
    }

    private int reply() {
      return choosesGroup() ? KexDhGexReply.NUMBER : KexEcdhReply.NUMBER;
    }

    private boolean choosesGroup() {
      return negotiation.kex().filter(GroupExchange.NAME::equals).isPresent();
    }

    private Optional<KexMethod> method() {
      return choosesGroup()
          ? Optional.ofNullable(chosen)
          : negotiation.kex().flatMap(KexMethods::byName);
    }

    /** Number 31 is SSH_MSG_KEX_DH_GEX_GROUP here, RFC 4419 §5. */
    private static @Nullable KexMethod group(Unit unit) {
      byte[] payload = unit.payload();
      try {
        KexDhGexGroup group =
            KexDhGexGroup.read(new SshReader("packet", payload, 1, payload.length - 1));
        return GroupExchange.method(new DhGroup(group.p(), group.g()));
      } catch (MalformedException | IllegalArgumentException _) {
        return null; // no group: nothing to replace
      }
    }

    private Optional<byte[]> clientBlob(Unit unit) {
      if (unit.direction() != Direction.TO_SERVER) {
        return Optional.empty();
      }
      return choosesGroup()
          ? unit.message(KexDhGexInit.class).map(KexDhGexInit::clientBlob)
          : unit.message(KexEcdhInit.class).map(KexEcdhInit::clientBlob);
    }

    private Passage replaceInit(KexMethod method, Evidence evidence) {
      evidence.strike("replaced the client's ephemeral key");
      try (KexMethod.Initiator own = method.initiate(random)) {
        return Passage.of(
            PlainPackets.of(
                choosesGroup() ? new KexDhGexInit(own.init()) : new KexEcdhInit(own.init())));
      }
    }

    private Passage replaceReply(KexMethod method, Unit unit, Evidence evidence) {
      Optional<Message> replaced;
      try {
        byte[] own = method.respond(init, random).reply();
        replaced =
            choosesGroup()
                ? unit.message(KexDhGexReply.class)
                    .map(reply -> new KexDhGexReply(reply.hostKey(), own, reply.signature()))
                : unit.message(KexEcdhReply.class)
                    .map(reply -> new KexEcdhReply(reply.hostKey(), own, reply.signature()));
      } catch (KexException e) {
        evidence.inapplicable(String.valueOf(e.getMessage()));
        return Passage.unchanged(unit);
      }
      if (replaced.isEmpty()) {
        return Passage.unchanged(unit);
      }
      evidence.strike("replaced the server's ephemeral key");
      return Passage.of(PlainPackets.of(replaced.get()));
    }
  }
}
