package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.RawGroup;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;

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
        "disconnect before it authenticates");
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
            } else if (stage == Stage.INIT_RECEIVED && impossibleModulus()) {
              end.evidence().harm(Leak.OTHER, "it computes with " + does);
              throw new Gone("seen enough");
            }
          }

          @Override
          public RawGroup group(RawGroup honest, ServerEnd end) {
            end.evidence().strike("offered " + does);
            return new RawGroup(p, g);
          }

          @Override
          public KexMethod.Response respond(KexMethod method, byte[] init, ServerEnd end)
              throws KexException {
            return degenerateGenerator()
                ? new RawGroup(p, g).respond(init, BigInteger.ONE)
                : method.respond(init, end.random());
          }
        });
  }

  /** A modulus that nobody should have begun to compute with. */
  private boolean impossibleModulus() {
    return this == NEGATIVE || this == HUGE;
  }

  /** f is the generator then, and K is e: all of it is in the clear. */
  private boolean degenerateGenerator() {
    return this == ONE || this == ZERO || this == MINUS_ONE;
  }
}
