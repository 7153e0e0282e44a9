package org.sshlite.protocol.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;

/** At least one message of every kind, and the way a receiver reads them. */
final class Samples {
  private static final NameList NAMES = NameList.of("curve25519-sha256", "ext-info-c");

  private Samples() {}

  /** Messages whose fields are all of known length or carry their own. */
  static Stream<Message> closed() {
    return Stream.of(
        new Ignore(bytes("x")),
        new Unimplemented(0xffffffffL),
        new Debug(true, "höher", "de"),
        new ServiceRequest("ssh-userauth"),
        new ExtInfo(List.of(new ExtInfo.Extension("server-sig-algs", bytes("ssh-ed25519")))),
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
            NameList.EMPTY,
            true),
        new KexEcdhInit(new byte[32]),
        new KexEcdhReply(bytes("host key"), new byte[32], bytes("signature")),
        new KexDhGexRequest(2048, 3072, 8192),
        new KexDhGexInit(new byte[] {5}),
        new KexDhGexReply(bytes("host key"), new byte[] {5}, bytes("signature")),
        new Ping(bytes("ping")),
        new Pong(bytes("pong")),
        request(new AuthMethod.Password(secret("old"), null)),
        request(new AuthMethod.Password(secret("old"), secret("new"))),
        request(new AuthMethod.PublicKey("ssh-ed25519", bytes("blob"), null)),
        request(new AuthMethod.PublicKey("ssh-ed25519", bytes("blob"), bytes("signature"))),
        request(new AuthMethod.PublicKey("ssh-ed25519", bytes("blob"), bytes("host key"), null)),
        request(
            new AuthMethod.PublicKey(
                "ssh-ed25519", bytes("blob"), bytes("host key"), bytes("signature"))),
        request(new AuthMethod.KeyboardInteractive(List.of("pam", "totp"))),
        request(new AuthMethod.None()),
        new UserauthFailure(NameList.of("publickey", "password"), true),
        new UserauthBanner("welcome\n", "en"),
        open(new ChannelType.Session()),
        open(new ChannelType.DirectTcpip("häuser.example", 80, "::1", 0xffffffffL)),
        open(new ChannelType.ForwardedTcpip("localhost", 8080, "127.0.0.1", 40000)),
        open(new ChannelType.DirectStreamlocal("/run/söcket", "reserved", 7)),
        open(new ChannelType.ForwardedStreamlocal("/run/socket", "reserved")),
        open(new ChannelType.AuthAgent()),
        open(new ChannelType.X11("127.0.0.1", 6010)),
        open(new ChannelType.Tunnel(1, 0x7fffffff)),
        new ChannelOpenFailure(1, OpenFailureReason.CONNECT_FAILED.code(), "no", "en"),
        new ChannelWindowAdjust(-1, 0xffffffffL),
        new ChannelEof(Integer.MIN_VALUE),
        new ChannelClose(2),
        new ChannelSuccess(3),
        new ChannelFailure(4),
        channel(
            new SessionRequest.PtyRequest(
                "xterm", 80, 24, 640, 480, new TerminalModes(Map.of(53, 1L)))),
        channel(new SessionRequest.Env("LANG", "C.UTF-8")),
        channel(new SessionRequest.Exec("uname -a")),
        channel(new SessionRequest.Subsystem("sftp")),
        channel(new SessionRequest.WindowChange(80, 24, 0, 0)),
        channel(new SessionRequest.XonXoff(true)),
        channel(new SessionRequest.Signal("INT")),
        channel(new SessionRequest.ExitStatus(0xffffffffL)),
        channel(new SessionRequest.ExitSignal("SEGV", true, "crashed", "en")),
        channel(new SessionRequest.Break(500)),
        channel(new SessionRequest.EndOfWriting()),
        channel(new SessionRequest.X11Request(true, "MIT-MAGIC-COOKIE-1", "00ff", 1)));
  }

  /** Messages that may end early, or go on with bytes whose meaning is told elsewhere. */
  static Stream<Message> open() {
    return Stream.of(
        new Disconnect(DisconnectReason.BY_APPLICATION, "bye"),
        new ServiceAccept("ssh-userauth"),
        new NewKeys(),
        new UserauthSuccess(),
        new UserauthMethodMessage(61, bytes("fields")),
        global(new GlobalRequestType.Unknown("keepalive@openssh.com", bytes("data"))),
        new RequestSuccess(bytes("data")),
        new RequestFailure(),
        global(new GlobalRequestType.TcpipForward("localhost", 8080)),
        global(new GlobalRequestType.CancelTcpipForward("", 0xffffffffL)),
        global(new GlobalRequestType.StreamlocalForward("/tmp/söcket")),
        global(new GlobalRequestType.CancelStreamlocalForward("/tmp/socket")),
        global(new GlobalRequestType.NoMoreSessions()),
        open(new ChannelType.Unknown("session@example.com", bytes("data"))),
        new ChannelOpenConfirmation(1, 2, 3, 4, bytes("data")),
        channel(new SessionRequest.Shell()),
        channel(new SessionRequest.AuthAgentRequest()),
        channel(new SessionRequest.Unknown("what@example.com", bytes("data"))));
  }

  static Stream<Message> all() {
    return Stream.concat(closed(), open());
  }

  static Message read(byte[] payload) throws MalformedException {
    return read(payload, payload.length).orElseThrow();
  }

  static Optional<Message> read(byte[] payload, int length) throws MalformedException {
    int number = payload[0] & 0xff;
    Optional<? extends Message> message = TransportMessage.read(number, reader(payload, length));
    if (message.isEmpty()) {
      message = AuthMessage.read(number, reader(payload, length));
    }
    if (message.isEmpty()) {
      message = ConnectionMessage.read(number, reader(payload, length));
    }
    return message.map(any -> any);
  }

  private static SshReader reader(byte[] payload, int length) {
    return new SshReader("message", payload, 1, length - 1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static SecretBytes secret(String text) {
    return new SecretBytes(bytes(text));
  }

  static UserauthRequest request(AuthMethod method) {
    return new UserauthRequest("älice", "ssh-connection", method);
  }

  static ChannelOpen open(ChannelType type) {
    return new ChannelOpen(type, -2, 0x200000, 0x8000);
  }

  static GlobalRequest global(GlobalRequestType type) {
    return new GlobalRequest(type, true);
  }

  static ChannelRequest channel(SessionRequest request) {
    return new ChannelRequest(7, true, request);
  }
}
