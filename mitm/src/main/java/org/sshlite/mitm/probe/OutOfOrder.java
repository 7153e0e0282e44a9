package org.sshlite.mitm.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.end.Userauth;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;

/** Each message where it has no business to be. */
enum OutOfOrder {
  BEFORE_KEXINIT(Standing.IDENTIFIED, "in place of the first KEXINIT", Set.of("kexinit")),
  IN_KEX(Standing.AGREED, "between KEXINIT and its ephemeral key", Set.of("kex-init")),
  BEFORE_NEWKEYS(Standing.REPLIED, "before its NEWKEYS", Set.of("newkeys")),
  // a KEXINIT begins a re-exchange there
  BEFORE_SERVICE(
      Standing.KEYED, "before any service", Set.of("kexinit", "service-request", "noise")),
  BEFORE_LOGIN(
      Standing.SERVICE_ACCEPTED,
      "before any login",
      Set.of("kexinit", "service-request", "userauth-request", "noise"));

  /** The numbers by which a server says yes to what only a user may have. */
  private static final Map<Integer, Leak> YES =
      Map.of(
          UserauthSuccess.NUMBER, Leak.ACCESS,
          RequestSuccess.NUMBER, Leak.OTHER,
          ChannelOpenConfirmation.NUMBER, Leak.ACCESS,
          ChannelSuccess.NUMBER, Leak.COMMAND);

  private static final int INFO_RESPONSE = 61;
  private static final int KEX_REPLY = 31;
  private static final int EXTENDED_DATA = 95;
  private static final int OPEN_FAILURE = 92;

  private final Standing standing;
  private final String where;
  private final Set<String> atHome;

  OutOfOrder(Standing standing, String where, Set<String> atHome) {
    this.standing = standing;
    this.where = where;
    this.atHome = atHome;
  }

  /** What may be sent: what it is called, and its payload. */
  private record Sent(String label, String kind, byte[] payload) {
    Sent(String label, byte[] payload) {
      this(label, label, payload);
    }

    static Sent noise(String label, byte[] payload) {
      return new Sent(label, "noise", payload);
    }
  }

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    for (OutOfOrder state : values()) {
      messages().stream()
          .filter(sent -> !state.atHome.contains(sent.kind()))
          .map(state::probe)
          .forEach(all::add);
    }
    return all;
  }

  private boolean inTheClear() {
    return standing.compareTo(Standing.KEYED) < 0;
  }

  private Probe probe(Sent sent) {
    About about =
        new About(
            "order-" + sent.label() + "-" + suffix(),
            "order",
            "sends message "
                + Payload.number(sent.payload())
                + " ("
                + sent.label().replace('-', ' ')
                + ") "
                + where,
            inTheClear()
                ? "RFC 4253 §7.1, strict key exchange (CVE-2023-48795)"
                : "RFC 4253 §10, RFC 4252 §6 (compare CVE-2018-10933)",
            inTheClear() ? "disconnect" : "disconnect, or say that it knows no such message here");
    Probe.Script script = inTheClear() ? end -> inKex(end, sent) : end -> sealed(end, sent);
    return new Probe(about, Needs.NOTHING, script);
  }

  private String suffix() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A key exchange that goes on was not bothered. */
  private void inKex(ClientEnd end, Sent sent) throws IOException {
    end.reach(standing);
    if (sent.kind().equals("noise")) {
      if (standing == Standing.IDENTIFIED) {
        end.readServerKexInit();
      }
      if (!end.serverIsStrict()) {
        end.inapplicable("RFC 4253 permits it, and the server knows no strict key exchange");
        return;
      }
    }
    end.strike("sent " + sent.label() + " " + where);
    end.send(sent.payload());
    // its own NEWKEYS may be out already: only a sealed answer tells
    end.goesOnTo(Standing.SERVICE_ACCEPTED);
  }

  private void sealed(ClientEnd end, Sent sent) throws IOException {
    end.reach(standing);
    end.strike("sent " + sent.label() + " " + where);
    end.send(sent.payload());
    List<Integer> seen = end.settled();
    tell(end, seen);
    if (sent.label().equals("userauth-request") && seen.contains(UserauthFailure.NUMBER)) {
      end.accepted(Leak.OTHER, "it answers a login although no service was asked for");
    }
    // what it may have been made to believe
    end.send(new ChannelOpen(new ChannelType.Session(), ClientEnd.CHANNEL, 1 << 20, 1 << 15));
    tell(end, end.settled());
  }

  private static void tell(ClientEnd end, List<Integer> seen) {
    for (int number : seen) {
      if (YES.containsKey(number)) {
        end.accepted(YES.get(number), "it answers with message " + number);
      }
    }
  }

  private static List<Sent> messages() {
    byte[] text = new SshWriter().string("x").toByteArray();
    return List.of(
        new Sent("number-0", new byte[1]),
        Sent.noise("ignore", new Ignore(text).payload()),
        Sent.noise("unimplemented", new Unimplemented(0).payload()),
        Sent.noise("debug", new Debug(false, "x", "").payload()),
        new Sent("service-request", new ServiceRequest(ClientEnd.USERAUTH).payload()),
        new Sent("service-accept", new ServiceAccept(ClientEnd.USERAUTH).payload()),
        new Sent("kexinit", kexInit()),
        new Sent("newkeys", new NewKeys().payload()),
        new Sent("kex-init", new KexEcdhInit(new byte[32]).payload()),
        new Sent("kex-reply", Payload.of(KEX_REPLY, "x")),
        new Sent("userauth-request", Userauth.of("root").none()),
        new Sent("userauth-failure", new UserauthFailure(NameList.of("none"), false).payload()),
        new Sent("userauth-success", new UserauthSuccess().payload()),
        new Sent("info-response", new SshWriter().uint8(INFO_RESPONSE).uint32(0).toByteArray()),
        new Sent(
            "global-request",
            new GlobalRequest(new GlobalRequestType.Unknown("tcpip-forward", new byte[8]), true)
                .payload()),
        new Sent("request-success", new byte[] {RequestSuccess.NUMBER}),
        new Sent("request-failure", new RequestFailure().payload()),
        new Sent(
            "channel-open",
            new ChannelOpen(new ChannelType.Session(), 7, 1 << 20, 1 << 15).payload()),
        new Sent(
            "channel-open-confirmation",
            new ChannelOpenConfirmation(0, 0, 1 << 20, 1 << 15, new byte[0]).payload()),
        new Sent("channel-open-failure", numbers(OPEN_FAILURE)),
        new Sent("window-adjust", new ChannelWindowAdjust(0, 1 << 20).payload()),
        new Sent("channel-data", numbers(94)),
        new Sent("channel-extended-data", numbers(EXTENDED_DATA)),
        new Sent("channel-eof", numbers(96)),
        new Sent("channel-close", numbers(97)),
        new Sent(
            "channel-request",
            new ChannelRequest(0, true, new SessionRequest.Exec("true")).payload()),
        new Sent("number-255", new byte[] {-1}));
  }

  /** About channel 0, and more than one field of it. */
  private static byte[] numbers(int number) {
    return new SshWriter().uint8(number).uint32(0).uint32(1).uint32(0).uint32(0).toByteArray();
  }

  private static byte[] kexInit() {
    NameList none = NameList.of("none");
    NameList ciphers = NameList.of("aes128-ctr");
    return new KexInit(
            new byte[KexInit.COOKIE_LENGTH],
            NameList.of("curve25519-sha256"),
            NameList.of("ssh-ed25519"),
            ciphers,
            ciphers,
            NameList.of("hmac-sha2-256"),
            NameList.of("hmac-sha2-256"),
            none,
            none,
            NameList.EMPTY,
            NameList.EMPTY,
            false)
        .payload();
  }
}
