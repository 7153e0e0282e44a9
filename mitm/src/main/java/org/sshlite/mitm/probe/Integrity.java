package org.sshlite.mitm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Tampering;
import org.sshlite.mitm.catalogue.TamperingAlteration;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.mitm.wire.Phase;
import org.sshlite.mitm.wire.PlainPackets;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.ServiceRequest;

/** Sealed packets that are changed, or not sealed, or have the wrong number. */
final class Integrity {
  private static final String RULE =
      "RFC 4253 §6.4: the MAC covers every packet and its sequence number";
  private static final String CHACHA = "chacha20-poly1305@openssh.com";
  private static final String GCM = "aes128-gcm@openssh.com";

  private static final Set<Tampering> TAMPERINGS =
      Set.of(Tampering.FLIP, Tampering.DROP, Tampering.REPEAT, Tampering.SWAP, Tampering.TRUNCATE);

  private Integrity() {}

  private record Suite(String label, String cipher, String mac) {}

  private static final List<Suite> SUITES =
      List.of(
          new Suite("chacha20", CHACHA, ""),
          new Suite("gcm", GCM, ""),
          new Suite("etm", "aes128-ctr", "hmac-sha2-256-etm@openssh.com"),
          new Suite("ctr", "aes128-ctr", "hmac-sha2-256"));

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    for (Suite suite : SUITES) {
      for (Tampering tampering : Tampering.values()) {
        if (TAMPERINGS.contains(tampering)) {
          all.add(tampered(suite, tampering));
        }
      }
      all.add(inTheClear(suite));
    }
    all.add(numberKept());
    all.add(terrapin());
    return all;
  }

  private static About about(String label, String does, String breaks) {
    return new About(
        "integrity-" + label, "integrity", does, breaks, "disconnect, and use nothing");
  }

  /** A packet that nobody misses, and one behind it that tells whether the server goes on. */
  private static Probe tampered(Suite suite, Tampering tampering) {
    return new Probe(
        about(
            suite.label() + "-" + tampering.suffix(),
            tampering.verb() + " a packet sealed by " + suite.cipher(),
            RULE),
        Needs.NOTHING,
        () -> new TamperingAlteration(tampering, Phase.AUTHENTICATION, Direction.TO_SERVER, 0),
        end -> {
          end.proposing(Edits.onlyCipher(suite.cipher(), suite.mac())).reach(Standing.KEYED);
          end.send(new Ignore(new byte[40]));
          end.goesOnTo(Standing.SERVICE_ACCEPTED);
        });
  }

  private static Probe inTheClear(Suite suite) {
    return new Probe(
        about(
            suite.label() + "-not-sealed",
            "sends a packet in the clear after NEWKEYS, with " + suite.cipher(),
            "RFC 4253 §7.3: NEWKEYS, and then the new keys only"),
        Needs.NOTHING,
        end -> {
          end.proposing(Edits.onlyCipher(suite.cipher(), suite.mac())).reach(Standing.KEYED);
          end.strike("sent a packet in the clear");
          end.sendRaw(PlainPackets.of(new ServiceRequest(ClientEnd.USERAUTH)));
          end.goesOnTo(Standing.SERVICE_ACCEPTED);
        });
  }

  private static Probe numberKept() {
    return new Probe(
        about(
            "number-not-reset",
            "goes on counting packets after NEWKEYS although strict key exchange was agreed on",
            "strict key exchange: the number is 0 after NEWKEYS (CVE-2023-48795)"),
        Needs.NOTHING,
        end -> {
          end.keepingSequenceNumber().proposing(Edits.onlyCipher(CHACHA, ""));
          end.reach(Standing.AGREED);
          if (!end.serverIsStrict()) {
            end.inapplicable("the server knows no strict key exchange");
            return;
          }
          end.reach(Standing.KEYED);
          end.strike("kept the number of packets");
          end.goesOnTo(Standing.SERVICE_ACCEPTED);
        });
  }

  private static Probe terrapin() {
    return new Probe(
        about(
            "terrapin",
            "offers all ciphers, and looks whether those that need strict key exchange have it",
            "CVE-2023-48795: ChaCha20-Poly1305, or CBC with encrypt-then-MAC, needs it"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.AGREED);
          end.strike("looked at what the server offers");
          List<String> ciphers = KexInitField.CIPHER_TO_SERVER.of(end.serverKexInit()).names();
          List<String> macs = KexInitField.MAC_TO_SERVER.of(end.serverKexInit()).names();
          boolean weak =
              ciphers.contains(CHACHA)
                  || ciphers.stream().anyMatch(name -> name.endsWith("-cbc"))
                      && macs.stream().anyMatch(name -> name.contains("-etm"));
          if (weak && !end.serverIsStrict()) {
            end.accepted(Leak.OTHER, "it offers them without strict key exchange");
          }
        });
  }
}
