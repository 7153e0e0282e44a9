package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.sshlite.crypto.kex.DhGroup;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexInit;

/** A group of the attacker's choice that is none, or too small, in the group exchange. */
public enum DegenerateGroup implements Manipulation {
  SMALL("gex-group-of-1024-bits", "a modulus of 1024 bits", SmallGroups.GROUP1, BigInteger.TWO),
  ONE("gex-generator-one", "the generator 1", SmallGroups.GROUP14, BigInteger.ONE),
  ZERO("gex-generator-zero", "the generator 0", SmallGroups.GROUP14, BigInteger.ZERO),
  MINUS_ONE(
      "gex-generator-minus-one",
      "the generator p-1",
      SmallGroups.GROUP14,
      SmallGroups.GROUP14.subtract(BigInteger.ONE)),
  EVEN("gex-modulus-even", "an even modulus", BigInteger.ONE.shiftLeft(2047), BigInteger.TWO),
  NEGATIVE(
      "gex-modulus-negative", "a negative modulus", SmallGroups.GROUP14.negate(), BigInteger.TWO),
  HUGE(
      "gex-modulus-huge",
      "a modulus of 65,536 bits",
      BigInteger.ONE.shiftLeft(65535).add(BigInteger.ONE),
      BigInteger.TWO);

  private final String label;
  private final String does;
  private final BigInteger p;
  private final BigInteger g;

  DegenerateGroup(String label, String does, BigInteger p, BigInteger g) {
    this.label = label;
    this.does = does;
    this.p = p;
    this.g = g;
  }

  @Override
  public About about() {
    return new About(
        label,
        "key exchange",
        "offers as group of " + GroupExchange.NAME + ": " + does,
        "RFC 4419 §3, RFC 8270 §3: at least 2048 bits, within what was asked; RFC 8268 §4",
        "disconnect, and not send an ephemeral key for it");
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public List<String> kexMethods(Scene scene) {
            return List.of(GroupExchange.NAME);
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_RECEIVED) {
              Requirement.kexMethod(end, GroupExchange.NAME);
            }
          }

          @Override
          public DhGroup group(DhGroup honest, ServerEnd end) throws IOException {
            end.evidence().strike("offered " + does);
            end.send(new KexDhGexGroup(p, g));
            Watch.number(
                end,
                KexDhGexInit.NUMBER,
                Duration.ofSeconds(4),
                () -> end.evidence().harm(Leak.OTHER, "an ephemeral key for " + does));
            throw new Gone("seen enough");
          }
        });
  }
}
