package org.sshlite.mitm.catalogue;

import java.nio.charset.StandardCharsets;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.Phase;
import org.sshlite.mitm.wire.Unit;

/** Another identification line, RFC 4253 §4.2. */
public enum EditedIdentification implements Manipulation, Alteration {
  OF_SERVER(
      "identification-to-client",
      "replaces the server's identification line",
      Direction.TO_CLIENT,
      "SSH-2.0-OpenSSH_3.0\r\n"),
  OF_CLIENT(
      "identification-to-server",
      "replaces the client's identification line",
      Direction.TO_SERVER,
      "SSH-2.0-OpenSSH_3.0\r\n"),
  OLD_PROTOCOL(
      "identification-protocol-1",
      "says that the server speaks version 1.5 of the protocol only",
      Direction.TO_CLIENT,
      "SSH-1.5-OpenSSH_3.0\r\n");

  private final String label;
  private final String does;
  private final Direction way;
  private final String line;

  EditedIdentification(String label, String does, Direction way, String line) {
    this.label = label;
    this.does = does;
    this.way = way;
    this.line = line;
  }

  @Override
  public About about() {
    return new About(
        label,
        "negotiation",
        does,
        this == OLD_PROTOCOL
            ? "RFC 4253 §5: version 1 is not to be spoken"
            : "RFC 4253 §8: H covers both identification strings",
        "disconnect, at the latest when it verifies the signature");
  }

  @Override
  public Reach reach() {
    return Reach.RELAY;
  }

  @Override
  public boolean variesByKex() {
    return this != OLD_PROTOCOL;
  }

  @Override
  public Attack attack() {
    return Attack.on(this);
  }

  @Override
  public Passage apply(Unit unit, Evidence evidence) {
    if (unit.phase() != Phase.IDENTIFICATION || unit.direction() != way) {
      return Passage.unchanged(unit);
    }
    evidence.strike(does);
    return Passage.of(line.getBytes(StandardCharsets.US_ASCII));
  }
}
