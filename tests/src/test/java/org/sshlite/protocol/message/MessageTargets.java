package org.sshlite.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.tests.fuzz.Target;

/** Every message, as its receiver reads it, and what is encoded within some. */
public final class MessageTargets {
  private static final NameList NAMES = NameList.of("curve25519-sha256", "ext-info-c");
  private static final byte[] BYTES = "some bytes".getBytes(UTF_8);

  private MessageTargets() {}

  public static Stream<Target> all() {
    return Stream.of(
        new Target("message", () -> messages(), MessageTargets::message).runs(200),
        new Target("dh-gex-group", () -> List.of(group()), MessageTargets::group),
        new Target("pk-ok", () -> List.of(pkOk()), MessageTargets::pkOk),
        new Target(
            "terminal-modes", () -> List.of(modes().encode()), MessageTargets::terminalModes));
  }

  private static TerminalModes modes() {
    Map<Integer, Long> arguments = new LinkedHashMap<>();
    arguments.put(1, 3L);
    arguments.put(53, 1L);
    arguments.put(128, 38400L);
    return new TerminalModes(arguments);
  }

  private static List<byte[]> messages() {
    return Stream.of(
            new Disconnect(DisconnectReason.BY_APPLICATION, "text"),
            new Ignore(BYTES),
            new Debug(true, "text", "de"),
            new ServiceRequest("ssh-userauth"),
            new ExtInfo(List.of(new ExtInfo.Extension("server-sig-algs", BYTES))),
            new KexInit(
                new byte[16],
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                NAMES,
                true),
            new KexEcdhReply(BYTES, new byte[32], BYTES),
            new KexDhGexRequest(2048, 3072, 8192),
            new KexDhGexInit(new byte[] {5}),
            request(new AuthMethod.Password(secret(), secret())),
            request(new AuthMethod.PublicKey("ssh-ed25519", BYTES, BYTES)),
            request(new AuthMethod.KeyboardInteractive(List.of("pam", "totp"))),
            new UserauthFailure(NAMES, true),
            new UserauthBanner("welcome\n", "en"),
            new UserauthInfoResponse(List.of(secret(), secret())),
            open(new ChannelType.Session()),
            open(new ChannelType.DirectTcpip("host", 80, "::1", 1)),
            open(new ChannelType.ForwardedTcpip("host", 80, "::1", 1)),
            open(new ChannelType.DirectStreamlocal("/run/socket", "", 0)),
            open(new ChannelType.X11("::1", 6000)),
            open(new ChannelType.Tunnel(1, 0)),
            new ChannelOpenConfirmation(1, 2, 3, 4, BYTES),
            new ChannelOpenFailure(1, 2, "why", "en"),
            channel(new SessionRequest.PtyRequest("xterm", 80, 24, 640, 480, modes())),
            channel(new SessionRequest.X11Request(true, "MIT-MAGIC-COOKIE-1", "00", 0)),
            channel(new SessionRequest.Env("LANG", "C")),
            channel(new SessionRequest.Exec("true")),
            channel(new SessionRequest.Subsystem("sftp")),
            channel(new SessionRequest.WindowChange(80, 24, 0, 0)),
            channel(new SessionRequest.Signal("INT")),
            channel(new SessionRequest.ExitStatus(3)),
            channel(new SessionRequest.Break(500)),
            new GlobalRequest(new GlobalRequestType.TcpipForward("", 0), true),
            new GlobalRequest(new GlobalRequestType.StreamlocalForward("/s"), true),
            new RequestSuccess(BYTES))
        .map(Message::payload)
        .toList();
  }

  private static SecretBytes secret() {
    return new SecretBytes(BYTES.clone());
  }

  private static UserauthRequest request(AuthMethod method) {
    return new UserauthRequest("alice", "ssh-connection", method);
  }

  private static ChannelOpen open(ChannelType type) {
    return new ChannelOpen(type, 1, 0x200000, 0x8000);
  }

  private static ChannelRequest channel(SessionRequest request) {
    return new ChannelRequest(1, true, request);
  }

  private static void message(byte[] input) throws MalformedException {
    if (input.length == 0) {
      return;
    }
    Optional<? extends Message> read;
    try {
      read = read(input);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
      return;
    }
    if (read.isPresent()) {
      // an old client's spelling aside, what is written is read as it was
      byte[] written = read.get().payload();
      assertThat(read(written).orElseThrow().payload()).isEqualTo(written);
    }
  }

  private static Optional<? extends Message> read(byte[] payload) throws MalformedException {
    int number = payload[0] & 0xff;
    Optional<? extends Message> read = TransportMessage.read(number, fields(payload));
    if (read.isEmpty()) {
      read = AuthMessage.read(number, fields(payload));
    }
    return read.isEmpty() ? ConnectionMessage.read(number, fields(payload)) : read;
  }

  private static SshReader fields(byte[] payload) {
    return new SshReader("message", payload, 1, payload.length - 1);
  }

  private static byte[] fields(Message message) {
    byte[] payload = message.payload();
    return Arrays.copyOfRange(payload, 1, payload.length);
  }

  private static byte[] group() {
    return fields(
        new KexDhGexGroup(BigInteger.TWO.pow(2048).subtract(BigInteger.ONE), BigInteger.TWO));
  }

  private static byte[] pkOk() {
    return fields(new UserauthPkOk("ssh-ed25519", BYTES));
  }

  private static void group(byte[] input) {
    try {
      KexDhGexGroup read = KexDhGexGroup.read(new SshReader("group", input));
      assertThat(read.payload()).isNotEmpty();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  /** Number 60 means another thing under each method. */
  private static void pkOk(byte[] input) {
    readings().forEach(reading -> tried(reading, input));
  }

  private interface Reading {
    Object of(SshReader in) throws MalformedException;
  }

  private static Stream<Reading> readings() {
    return Stream.of(UserauthPkOk::read, UserauthPasswdChangereq::read, UserauthInfoRequest::read);
  }

  private static void tried(Reading reading, byte[] input) {
    try {
      assertThat(reading.of(new SshReader("message", input))).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  private static void terminalModes(byte[] input) throws MalformedException {
    TerminalModes read;
    try {
      read = TerminalModes.decode(input);
    } catch (MalformedException _) {
      return;
    }
    assertThat(TerminalModes.decode(read.encode())).isEqualTo(read);
  }
}
