package org.sshlite.mitm.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.end.Userauth;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthRequest;

/** Lengths that are not to be trusted, in the clear and sealed. */
final class Lengths {
  private static final String PACKET = "RFC 4253 §6, §6.1: lengths, padding, at least one byte";
  private static final String STRING = "RFC 4251 §5: a string is as long as it says, in its packet";

  /** More than any server takes: RFC 4253 §6.1 asks for 35,000, OpenSSH takes 256 KiB. */
  private static final int TOO_LARGE = 1 << 20;

  private static final int NAME_LISTS = 10;

  private Lengths() {}

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    all.add(
        inTheClear("2-gigabytes", "a packet_length of 2^31-1", frame(Integer.MAX_VALUE, 4, 64)));
    all.add(inTheClear("negative", "a packet_length of 2^32-1", frame(-1, 4, 64)));
    all.add(inTheClear("zero", "a packet_length of 0", frame(0, 4, 64)));
    all.add(inTheClear("1", "a packet_length of 1", frame(1, 4, 64)));
    all.add(inTheClear("odd", "a packet_length that is no multiple of 8", frame(61, 4, 65)));
    all.add(inTheClear("1-megabyte", "a packet_length of 1 MiB", frame(TOO_LARGE - 4, 4, 64)));
    all.add(
        inTheClear("padding-longer-than-packet", "more padding than packet", frame(60, 200, 64)));
    all.add(inTheClear("payload-empty", "a packet without a payload", frame(12, 11, 16)));
    all.add(padding("padding-of-3", 3));
    all.add(padding("padding-of-0", 0));
    all.add(
        kexInit(
            "kexinit-cut-short",
            "a KEXINIT that ends within its cookie",
            new SshWriter().uint8(KexInit.NUMBER).bytes(new byte[8]).toByteArray()));
    all.add(
        kexInit(
            "name-list-of-4-gigabytes",
            "a name-list of 2^32-1 bytes",
            new SshWriter().uint8(KexInit.NUMBER).bytes(new byte[16]).uint32(-1).toByteArray()));
    all.add(kexInit("name-lists-empty", "a KEXINIT whose name-lists are all empty", lists("")));
    all.add(
        kexInit(
            "name-list-of-30000-bytes",
            "a KEXINIT whose name-lists are one name of 3,000 bytes each",
            lists("a".repeat(3000))));
    all.add(kexInit("name-list-of-commas", "a KEXINIT of commas alone", lists(",,,,,,,")));
    all.add(
        kexInit("name-list-with-nul", "a KEXINIT with a NUL in its names", lists("none\0,x\1\n")));
    sealed(all);
    return all;
  }

  private static void sealed(List<Probe> all) {
    all.add(
        sealed(
            "padding-longer-than-packet-sealed",
            "more padding than packet, sealed",
            PACKET,
            end -> end.link().writePadded(32, 250)));
    all.add(
        sealed(
            "payload-empty-sealed",
            "a packet without a payload, sealed",
            PACKET,
            end -> end.link().writePadded(0, -1)));
    all.add(
        message(
            "service-name-beyond-packet",
            "a service name of 2^32-1 bytes",
            new SshWriter().uint8(ServiceRequest.NUMBER).uint32(-1).bytes(new byte[4])));
    all.add(
        message(
            "service-name-one-too-long",
            "a service name one byte longer than its packet",
            new SshWriter().uint8(ServiceRequest.NUMBER).uint32(13).bytes(new byte[12])));
    all.add(
        message(
            "service-request-empty",
            "a SERVICE_REQUEST without a name",
            new SshWriter().uint8(ServiceRequest.NUMBER)));
    all.add(
        login(
            "user-name-beyond-packet",
            "a user name of 2^31 bytes",
            new SshWriter().uint8(UserauthRequest.NUMBER).uint32(1L << 31).bytes(new byte[8])));
    all.add(
        login(
            "password-beyond-packet",
            "a password longer than its packet",
            Userauth.of("root").method("password").bool(false).uint32(1000).bytes(new byte[8])));
    all.add(
        login(
            "key-beyond-packet",
            "a public key longer than its packet",
            Userauth.of("root")
                .method("publickey")
                .bool(true)
                .string("ssh-ed25519")
                .uint32(0x7fff_ffff)));
    all.add(
        login(
            "key-within-key-beyond",
            "a public key whose parts are longer than it",
            Userauth.of("root")
                .method("publickey")
                .bool(false)
                .string("ssh-ed25519")
                .string(new SshWriter().string("ssh-ed25519").uint32(-1).toByteArray())));
  }

  private static About about(String label, String what, String breaks) {
    return new About(
        "length-" + label,
        "lengths",
        "sends " + what,
        breaks,
        "disconnect, without waiting for more or reserving memory for it");
  }

  private static Probe inTheClear(String label, String what, byte[] frame) {
    return new Probe(
        about(label, what, PACKET),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.IDENTIFIED);
          end.strike("sent " + what);
          end.sendRaw(frame);
          end.goesOnTo(Standing.REPLIED);
        });
  }

  /** A KEXINIT that is good but for its padding. */
  private static Probe padding(String label, int padding) {
    return new Probe(
        about(label, padding + " bytes of padding around a good KEXINIT", PACKET),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.IDENTIFIED);
          byte[] payload = aligned(end, padding);
          end.strike("sent " + padding + " bytes of padding");
          end.sendRaw(
              new SshWriter()
                  .uint32(1 + payload.length + padding)
                  .uint8(padding)
                  .bytes(payload)
                  .bytes(new byte[padding])
                  .toByteArray());
          end.proposed();
          end.goesOnTo(Standing.REPLIED);
        });
  }

  /** Made longer by a host key algorithm that nobody knows, until it fits the block size. */
  private static byte[] aligned(ClientEnd end, int padding) {
    byte[] payload = end.proposal("x");
    int missing = (8 - (5 + payload.length + padding) % 8) % 8;
    return end.proposal("x".repeat(1 + missing));
  }

  private static Probe kexInit(String label, String what, byte[] payload) {
    return new Probe(
        about(label, what, "RFC 4253 §7.1, RFC 4251 §5, §6: name-lists and names"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.IDENTIFIED);
          end.strike("sent " + what);
          end.send(payload);
          end.goesOnTo(Standing.REPLIED);
        });
  }

  private static Probe sealed(String label, String what, String breaks, Probe.Script act) {
    return new Probe(
        about(label, what, breaks),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.KEYED);
          end.strike("sent " + what);
          act.run(end);
          end.goesOnTo(Standing.SERVICE_ACCEPTED);
        });
  }

  private static Probe message(String label, String what, SshWriter payload) {
    return sealed(label, what, STRING, end -> end.send(payload.toByteArray()));
  }

  /** Where a server may also answer that the login failed. */
  private static Probe login(String label, String what, SshWriter payload) {
    return new Probe(
        about(label, what, STRING),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.SERVICE_ACCEPTED);
          end.strike("sent " + what);
          end.send(payload.toByteArray());
          Answers.toLogin(end);
        });
  }

  private static byte[] lists(String list) {
    SshWriter out = new SshWriter().uint8(KexInit.NUMBER).bytes(new byte[KexInit.COOKIE_LENGTH]);
    for (int i = 0; i < NAME_LISTS; i++) {
      out.string(list);
    }
    return out.bool(false).uint32(0).toByteArray();
  }

  private static byte[] frame(int length, int padding, int bytes) {
    byte[] frame = new SshWriter(bytes).uint32(length).uint8(padding).toByteArray();
    return Arrays.copyOf(frame, bytes);
  }
}
