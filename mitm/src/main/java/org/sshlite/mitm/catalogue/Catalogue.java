package org.sshlite.mitm.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.mitm.wire.Phase;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;

/** All manipulations, in the order in which they run. */
public final class Catalogue {
  private static final List<Manipulation> ALL = assemble();

  private Catalogue() {}

  public static List<Manipulation> all() {
    return ALL;
  }

  public static Optional<Manipulation> byName(String name) {
    return ALL.stream().filter(manipulation -> manipulation.label().equals(name)).findFirst();
  }

  /** Those whose name matches the pattern, with {@code *} and {@code ?}. */
  public static List<Manipulation> matching(String pattern) {
    Wildcard wildcard = new Wildcard(pattern);
    return ALL.stream().filter(manipulation -> wildcard.matches(manipulation.label())).toList();
  }

  private static List<Manipulation> assemble() {
    List<Manipulation> all = new ArrayList<>();
    all.addAll(List.of(ForeignHostKey.values()));
    all.addAll(UnaskedChannel.all().stream().filter(UnaskedChannel::changedKey).toList());
    all.addAll(List.of(ForgedSignature.values()));
    all.addAll(List.of(ChangedOnRekey.values()));
    all.addAll(List.of(BadCertificate.values()));
    all.addAll(List.of(UnprovedRotation.values()));
    all.addAll(List.of(EditedIdentification.values()));
    for (Direction way : Direction.values()) {
      for (KexInitField field : KexInitField.values()) {
        all.add(new EditedList(field, way));
      }
    }
    all.addAll(List.of(Downgrade.values()));
    all.addAll(WeakProposal.all());
    for (Direction way : Direction.values()) {
      all.add(new ReplacedEphemeral(way));
    }
    all.addAll(DegenerateKey.all());
    all.addAll(List.of(DegenerateGroup.values()));
    all.addAll(strictKeyExchange());
    all.addAll(integrity());
    all.addAll(List.of(OutOfTurn.values()));
    all.addAll(List.of(ServiceConfusion.values()));
    all.addAll(List.of(ChannelAbuse.values()));
    all.addAll(UnaskedChannel.all().stream().filter(channel -> !channel.changedKey()).toList());
    all.addAll(UnaskedRequest.all());
    all.addAll(List.of(BadLength.values()));
    all.addAll(List.of(Flood.values()));
    all.addAll(List.of(Silence.values()));
    all.addAll(List.of(ControlCharacters.values()));
    return List.copyOf(all);
  }

  private static List<Manipulation> strictKeyExchange() {
    List<Manipulation> all = new ArrayList<>();
    for (int before : new int[] {KexInit.NUMBER, NewKeys.NUMBER}) {
      for (Direction way : Direction.values()) {
        all.add(InsertedPacket.terrapin(before, way));
        all.add(InsertedPacket.ignore(before, way));
        all.add(InsertedPacket.debug(before, way));
        all.add(InsertedPacket.unimplemented(before, way));
      }
    }
    return all;
  }

  private static List<Manipulation> integrity() {
    List<Manipulation> all = new ArrayList<>();
    for (Phase phase : List.of(Phase.KEY_EXCHANGE, Phase.AUTHENTICATION, Phase.CONNECTION)) {
      for (Direction way : Direction.values()) {
        for (Tampering tampering : Tampering.values()) {
          all.add(new TamperedPacket(tampering, phase, way));
        }
      }
    }
    return all;
  }
}
