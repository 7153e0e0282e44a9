package org.sshlite.mitm.probe;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexInit;

/** Requests for groups that there should not be, RFC 4419, and guesses that are wrong. */
final class GroupRequests {
  /** Of the modulus. */
  private static final int MOST_BITS = 16_384;

  private static final int GROUP = 31;
  private static final int REPLY = 33;
  private static final String CURVE = "curve25519-sha256";

  /** A server that takes a wrong guess answers at once. */
  private static final Duration GUESS = Duration.ofMillis(300);

  private GroupRequests() {}

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    all.add(request("out-of-order", "a smallest size above the largest", 8192, 4096, 2048));
    all.add(request("of-512-bits", "a group of 512 bits", 512, 512, 512));
    all.add(request("of-0-bits", "a group of 0 bits", 0, 0, 0));
    all.add(request("of-4-gigabits", "a group of 2^32-1 bits", -1, -1, -1));
    all.add(number("zero", _ -> BigInteger.ZERO));
    all.add(number("one", _ -> BigInteger.ONE));
    all.add(number("minus-one", p -> p.subtract(BigInteger.ONE)));
    all.add(number("p", p -> p));
    all.add(
        new Probe(
            new About(
                "kex-guess-wrong",
                "key exchange",
                "guesses the method wrongly, and sends a packet for it",
                "RFC 4253 §7: a packet that was guessed wrongly is ignored",
                "pass over that packet, and go on with the next"),
            Needs.NOTHING,
            GroupRequests::guess));
    return all;
  }

  private static About about(String label, String does, String breaks) {
    return new About("kex-" + label, "key exchange", does, breaks, "disconnect");
  }

  private static Probe request(String label, String what, long min, long preferred, long max) {
    return new Probe(
        about(
            "gex-request-" + label,
            "asks for " + what,
            "RFC 4419 §3, RFC 8270 §3: sizes in order, 2048 bits at least"),
        Needs.NOTHING,
        end -> {
          end.proposing(Edits.onlyKex(GroupExchange.NAME)).reach(Standing.AGREED);
          end.strike("asked for " + what);
          end.send(new KexDhGexRequest(min, preferred, max));
          int bits = group(end).bitLength();
          if (bits == 0) {
            return;
          }
          if (bits < GroupExchange.MINIMUM_BITS || min > max) {
            end.accepted(Leak.OTHER, "it gives a group of " + bits + " bits");
          } else {
            end.evidence().refused("the server", "gives a group of " + bits + " bits instead");
          }
        });
  }

  private interface Number {
    BigInteger of(BigInteger p);
  }

  private static Probe number(String label, Number number) {
    return new Probe(
        about(
            "gex-" + label,
            "sends as its ephemeral key in " + GroupExchange.NAME + ": " + label.replace('-', ' '),
            "RFC 4419 §3: 1 < e < p-1"),
        Needs.NOTHING,
        end -> {
          end.proposing(Edits.onlyKex(GroupExchange.NAME)).reach(Standing.AGREED);
          end.send(new KexDhGexRequest(2048, 2048, 8192));
          BigInteger e = number.of(group(end));
          end.strike("sent " + label);
          end.send(new KexDhGexInit(e.signum() == 0 ? new byte[0] : e.toByteArray()));
          if (Answers.isYes(end, REPLY)) {
            end.accepted(Leak.OTHER, "it answers with its own half, and signs that");
          }
        });
  }

  /** The modulus of the server's group; 0 when it gives none. */
  private static BigInteger group(ClientEnd end) throws IOException {
    byte[] payload = end.await(GROUP, 3);
    if (Payload.number(payload) != GROUP) {
      return BigInteger.ZERO;
    }
    try {
      return new SshReader("group", payload, 1, payload.length - 1).mpint("p", MOST_BITS);
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  /** Our first method is not the server's, and the packet would do for it. */
  private static void guess(ClientEnd end) throws IOException {
    end.proposing(GroupRequests::guessing).reach(Standing.IDENTIFIED);
    end.readServerKexInit();
    if (end.serverKexInit().kexAlgorithms().names().getFirst().equals(CURVE)) {
      end.inapplicable(CURVE + " is the server's first method too");
      return;
    }
    end.reach(Standing.AGREED);
    end.strike("guessed " + CURVE);
    end.send(new KexEcdhInit(end.ephemeral()));
    if (end.hears(GUESS) && Payload.number(end.read()) == GROUP) {
      end.accepted(Leak.OTHER, "it answers the packet that was guessed wrongly");
      return;
    }
    end.reach(Standing.KEYED);
    end.evidence().refused("the server", "passes over the guess");
  }

  private static KexInit guessing(KexInit honest) {
    KexInit first = Edits.onlyKex(CURVE).apply(honest);
    return new KexInit(
        first.cookie(),
        KexInitField.KEX.of(first),
        first.serverHostKeyAlgorithms(),
        first.encryptionClientToServer(),
        first.encryptionServerToClient(),
        first.macClientToServer(),
        first.macServerToClient(),
        first.compressionClientToServer(),
        first.compressionServerToClient(),
        first.languagesClientToServer(),
        first.languagesServerToClient(),
        true);
  }
}
