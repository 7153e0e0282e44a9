package org.sshlite.mitm.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.DegenerateKey;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.KexEcdhInit;

/** Ephemeral keys that are none: a server that goes on with one has shared its secret with all. */
final class EphemeralKeys {
  private static final int REPLY = 31;

  private EphemeralKeys() {}

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    for (DegenerateKey key : DegenerateKey.all()) {
      all.add(
          probe(
              key.prefix() + "-" + key.flaw().suffix(),
              key.method(),
              key.flaw().does(),
              key.about().breaks(),
              honest -> key.flaw().instead(key.method(), honest)));
    }
    all.add(
        probe(
            "mlkem768x25519-unreduced",
            "mlkem768x25519-sha256",
            "a KEM key whose numbers are not reduced",
            "FIPS 203 §7.2: the modulus check of an encapsulation key",
            EphemeralKeys::unreduced));
    all.add(
        probe(
            "dh-group14-huge",
            "diffie-hellman-group14-sha256",
            "a number of 16,000 bits",
            "RFC 8268 §4, RFC 4253 §8: 1 < e < p-1",
            _ -> positive(2000)));
    return all;
  }

  private static Probe probe(
      String label, String method, String what, String breaks, UnaryOperator<byte[]> blob) {
    About about =
        new About(
            "kex-" + label,
            "key exchange",
            "sends as its ephemeral key in " + method + ": " + what,
            breaks,
            "disconnect before any key is made of it");
    return new Probe(about, Needs.NOTHING, end -> run(end, method, what, blob));
  }

  private static void run(ClientEnd end, String method, String what, UnaryOperator<byte[]> blob)
      throws IOException {
    end.proposing(Edits.onlyKex(method)).reach(Standing.AGREED);
    byte[] instead = blob.apply(end.ephemeral());
    end.strike("sent " + what);
    end.send(new KexEcdhInit(instead));
    if (Answers.isYes(end, REPLY)) {
      end.accepted(Leak.OTHER, "it answers with its own half, and signs that");
    }
  }

  /** All numbers 2^12-1, above q = 3329; the seed and the point behind them stay. */
  private static byte[] unreduced(byte[] honest) {
    byte[] key = honest.clone();
    Arrays.fill(key, 0, 1152, (byte) 0xff);
    return key;
  }

  private static byte[] positive(int bytes) {
    byte[] number = new byte[bytes];
    Arrays.fill(number, (byte) 0x55);
    return number;
  }
}
