package org.sshlite.tests.mitm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.TransportMessage;

/** What the man in the middle makes of what passes. Called by one thread for each direction. */
interface Alteration {
  /** What goes on in place of {@code unit}. */
  List<byte[]> apply(Unit unit);

  /** Lets everything pass. */
  static Alteration none() {
    return unit -> List.of(unit.bytes());
  }

  /** Both, the other on what this one lets pass unchanged. */
  default Alteration and(Alteration other) {
    return unit -> {
      List<byte[]> passed = apply(unit);
      return passed.equals(List.of(unit.bytes())) ? other.apply(unit) : passed;
    };
  }

  /** Changes the KEXINITs that go these ways. */
  static Alteration kexInit(KexInitEdit edit, Direction... ways) {
    Set<Direction> changed = EnumSet.copyOf(List.of(ways));
    return message(
        KexInit.class, unit -> changed.contains(unit.direction()), kexInit -> edit.apply(kexInit));
  }

  /** Changes the client's ephemeral key. */
  static Alteration init(Function<KexEcdhInit, Message> change) {
    return message(KexEcdhInit.class, _ -> true, change);
  }

  /** Changes the server's host key, ephemeral key or signature. */
  static Alteration reply(Function<KexEcdhReply, Message> change) {
    return message(KexEcdhReply.class, _ -> true, change);
  }

  /** Flips a bit of the server's ephemeral key. */
  static Alteration serverBlobFlipped(int place) {
    return reply(
        reply ->
            new KexEcdhReply(
                reply.hostKey(), Places.flipped(reply.serverBlob(), place), reply.signature()));
  }

  /** Flips a bit of the server's signature. */
  static Alteration signatureFlipped(int place) {
    return reply(
        reply ->
            new KexEcdhReply(
                reply.hostKey(), reply.serverBlob(), Places.flipped(reply.signature(), place)));
  }

  private static <T extends TransportMessage> Alteration message(
      Class<T> type, Predicate<Unit> where, Function<T, Message> change) {
    return unit ->
        List.of(
            unit.message()
                .filter(type::isInstance)
                .filter(_ -> where.test(unit))
                .map(message -> Packets.plain(change.apply(type.cast(message))))
                .orElse(unit.bytes()));
  }

  /** Puts a packet of the attacker's own before the plain packet with this message number. */
  static Alteration insertBefore(int number, Message own, Direction way) {
    return unit ->
        unit.direction() == way && unit.number() == number
            ? List.of(Packets.plain(own), unit.bytes())
            : List.of(unit.bytes());
  }

  static Alteration flipBit(Predicate<Unit> which, int place) {
    return unit -> List.of(which.test(unit) ? Places.flipped(unit.bytes(), place) : unit.bytes());
  }

  static Alteration drop(Predicate<Unit> which) {
    return unit -> which.test(unit) ? List.of() : List.of(unit.bytes());
  }

  static Alteration repeat(Predicate<Unit> which) {
    return unit -> which.test(unit) ? List.of(unit.bytes(), unit.bytes()) : List.of(unit.bytes());
  }

  /** Holds a unit back until after the next one. */
  static Alteration swapWithNext(Direction way, Predicate<Unit> which) {
    List<byte[]> held = new ArrayList<>();
    return unit -> {
      if (unit.direction() != way) {
        return List.of(unit.bytes());
      }
      if (which.test(unit)) {
        held.add(unit.bytes());
        return List.of();
      }
      List<byte[]> passed = new ArrayList<>(List.of(unit.bytes()));
      passed.addAll(held);
      held.clear();
      return passed;
    };
  }

  static Predicate<Unit> sealed(Direction way, int index) {
    return unit ->
        unit.kind() == Unit.Kind.SEALED && unit.direction() == way && unit.index() == index;
  }

  static Predicate<Unit> plain(Direction way, int number) {
    return unit -> unit.direction() == way && unit.number() == number;
  }
}
