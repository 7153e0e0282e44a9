package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.wire.KexInitField;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexInit;

/** A server that offers nothing but an algorithm that must not be used any more. */
public record WeakProposal(Set<KexInitField> fields, String algorithm, String breaks)
    implements Manipulation {
  private static final Set<KexInitField> CIPHERS =
      Set.of(KexInitField.CIPHER_TO_SERVER, KexInitField.CIPHER_TO_CLIENT);
  private static final Set<KexInitField> MACS =
      Set.of(KexInitField.MAC_TO_SERVER, KexInitField.MAC_TO_CLIENT);

  public WeakProposal {
    fields = Set.copyOf(fields);
  }

  static List<WeakProposal> all() {
    return List.of(
        kex("diffie-hellman-group1-sha1", "RFC 9142 §3.2: 1024 bits and SHA-1; CVE-2015-4000"),
        kex("diffie-hellman-group14-sha1", "RFC 9142 §3.2: SHA-1"),
        kex("diffie-hellman-group-exchange-sha1", "RFC 9142 §3.2: SHA-1"),
        hostKey("ssh-rsa", "RFC 8332 §1: signatures with SHA-1"),
        hostKey("ssh-dss", "RFC 8332 §1, NIST SP 800-131A: DSA of 1024 bits with SHA-1"),
        cipher("none", "RFC 4253 §6.3: no protection at all"),
        cipher("arcfour", "RFC 8758 §2: RC4 is broken"),
        cipher("3des-cbc", "CVE-2008-5161, CVE-2016-2183: CBC in SSH, 64-bit blocks"),
        cipher("aes128-cbc", "CVE-2008-5161: CBC in SSH"),
        mac("none", "RFC 4253 §6.4: no integrity at all"),
        mac("hmac-md5", "RFC 6151 §2: MD5"),
        mac("hmac-sha1-96", "NIST SP 800-131A: a MAC cut to 96 bits, of SHA-1"));
  }

  private static WeakProposal kex(String name, String breaks) {
    return new WeakProposal(Set.of(KexInitField.KEX), name, breaks);
  }

  private static WeakProposal hostKey(String name, String breaks) {
    return new WeakProposal(Set.of(KexInitField.HOST_KEY), name, breaks);
  }

  private static WeakProposal cipher(String name, String breaks) {
    return new WeakProposal(CIPHERS, name, breaks);
  }

  private static WeakProposal mac(String name, String breaks) {
    return new WeakProposal(MACS, name, breaks);
  }

  private String slot() {
    return fields.equals(CIPHERS) ? "cipher" : fields.equals(MACS) ? "mac" : single();
  }

  private String single() {
    return fields.contains(KexInitField.KEX) ? "kex" : "host-key";
  }

  @Override
  public About about() {
    return new About(
        "weak-" + slot() + "-" + algorithm,
        "negotiation",
        "offers nothing but " + algorithm + " (" + slot() + ")",
        breaks,
        "find no algorithm in common, and disconnect");
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
          public KexInit proposal(KexInit honest) {
            KexInit weak = honest;
            for (KexInitField field : fields) {
              weak = field.edit(weak, _ -> List.of(algorithm));
            }
            return fields.equals(MACS) ? withoutAead(weak) : weak;
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.KEXINIT_SENT) {
              end.evidence().strike("offered " + algorithm + " only");
            } else if (stage == Stage.KEXINIT_RECEIVED) {
              watch(end);
            }
          }
        });
  }

  private static KexInit withoutAead(KexInit from) {
    KexInit edited = from;
    for (KexInitField field : CIPHERS) {
      edited = field.edit(edited, _ -> List.of("aes128-ctr", "aes256-ctr"));
    }
    return edited;
  }

  /** A client that has the name on its lists too and goes on, agrees. */
  private void watch(ServerEnd end) throws IOException {
    boolean common =
        fields.stream().allMatch(field -> field.of(end.clientKexInit()).contains(algorithm));
    int next = algorithm.contains("group-exchange") ? 34 : KexEcdhInit.NUMBER;
    Watch.number(
        end,
        next,
        Duration.ofSeconds(4),
        () -> {
          if (common) {
            end.evidence().harm(Leak.OTHER, "it agrees to " + algorithm);
          }
        });
    throw new Gone("seen enough");
  }
}
