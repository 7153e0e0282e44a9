package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.util.Locale;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Marker;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.PlainPackets;
import org.sshlite.mitm.wire.Unit;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Unimplemented;

/**
 * A packet put into the first key exchange, which moves the sequence numbers: Terrapin,
 * CVE-2023-48795, where {@code drops} is true; its first half alone otherwise.
 */
public record InsertedPacket(
    String suffix, Message inserted, int before, Direction way, boolean drops)
    implements Manipulation {
  /** The message before which it goes in, in the name. */
  private String place() {
    return before == KexInit.NUMBER ? "kexinit" : "newkeys";
  }

  static InsertedPacket ignore(int before, Direction way) {
    return new InsertedPacket("ignore", new Ignore(new byte[0]), before, way, false);
  }

  static InsertedPacket debug(int before, Direction way) {
    return new InsertedPacket("debug", new Debug(false, "", ""), before, way, false);
  }

  static InsertedPacket unimplemented(int before, Direction way) {
    return new InsertedPacket("unimplemented", new Unimplemented(0), before, way, false);
  }

  /** The attack itself: IGNORE in, the first sealed packet (EXT_INFO) out. */
  static InsertedPacket terrapin(int before, Direction way) {
    return new InsertedPacket("ignore", new Ignore(new byte[0]), before, way, true);
  }

  @Override
  public About about() {
    String name =
        drops
            ? "terrapin-" + place() + "-" + way.suffix()
            : suffix + "-before-" + place() + "-" + way.suffix();
    return new About(
        name,
        "strict key exchange",
        "puts a packet ("
            + suffix
            + ") in before "
            + place().toUpperCase(Locale.ROOT)
            + " "
            + way.text()
            + (drops ? " and takes the first sealed packet (EXT_INFO) out" : ""),
        "CVE-2023-48795; draft-miller-sshm-strict-kex: nothing unexpected in the first exchange",
        "disconnect at the packet that was put in");
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  /** At NEWKEYS the host is proved already. */
  @Override
  public Harm harm() {
    return before == KexInit.NUMBER ? Harm.TRUST : Harm.LOGIN;
  }

  @Override
  public boolean variesByKex() {
    return before != KexInit.NUMBER;
  }

  @Override
  public Attack attack() {
    return new Attack(alteration(), new StrictClientOnly(!drops));
  }

  private Alteration alteration() {
    return (Unit unit, Evidence evidence) -> {
      if (unit.is(way, before)) {
        evidence.strike("put a packet in before " + place());
        return Passage.of(PlainPackets.of(inserted), unit.bytes());
      }
      boolean first = unit.isSealed() && unit.index() == 0 && unit.direction() == way;
      return drops && first ? Passage.of() : Passage.unchanged(unit);
    };
  }

  /** Without strict key exchange RFC 4253 §11.2 allows such packets at any time. */
  private record StrictClientOnly(boolean needed) implements Conduct {
    @Override
    public void at(Stage stage, ServerEnd end) throws IOException {
      if (needed && stage == Stage.KEXINIT_RECEIVED) {
        Requirement.kexMethod(end, Marker.STRICT_CLIENT);
      }
    }
  }
}
