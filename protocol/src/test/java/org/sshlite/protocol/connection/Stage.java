package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.RawPeer;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/** One real end, and a peer that the test plays by hand under the right keys. */
final class Stage {
  /** What the tested end's SSH_MSG_CHANNEL_OPEN_CONFIRMATION is answered with, or opened with. */
  static final int PEER_CHANNEL = 4711;

  static final int PEER_WINDOW = 1024 * 1024;

  private final Role role;
  final MemoryCarrier carrier = new MemoryCarrier();
  final WindowBudget budget = new WindowBudget(WindowBudget.DEFAULT_BYTES);
  final ConnectionDriver driver;
  final Connection end;
  final RawPeer peer;
  final List<PublicKey> judged = new ArrayList<>();
  final List<RecordingHandler> handlers = new ArrayList<>();
  final List<Channel> channels = new ArrayList<>();
  final List<String> shown = new ArrayList<>();

  /** What the end's application does with channels of the peer's. */
  Consumer<IncomingChannel> opening = this::sessionsOnServer;

  /** What it does with global requests. */
  Consumer<IncomingRequest> requested = IncomingRequest::fail;

  /** What a server sent from its keys on until the user was logged in. */
  List<Message> greeting = List.of();

  List<Signer> announced = List.of();

  /** What a client logs in with; nothing but "none" without. */
  Optional<UserCredentials> credentials = Optional.empty();

  /** Who decides about users of a server; everybody is let in without. */
  Optional<UserAuthenticator> authenticator = Optional.empty();

  private Stage(Role role, TransportOptions options, TransportOptions peerOptions) {
    this(role, options, peerOptions, List.of(ConnectionPair.HOST_KEY));
  }

  private Stage(
      Role role, TransportOptions options, TransportOptions peerOptions, List<Signer> hostKeys) {
    this.role = role;
    driver =
        role.isClient()
            ? ConnectionDriver.client(options, new Client(), budget, ConnectionPair.RANDOM, carrier)
            : ConnectionDriver.server(
                options, hostKeys, new Server(), budget, ConnectionPair.RANDOM, carrier);
    peer =
        new RawPeer(
            role.isClient() ? Role.SERVER : Role.CLIENT,
            peerOptions,
            role.isClient() ? List.of(ConnectionPair.HOST_KEY) : List.of(),
            carrier::arrive);
    end = driver.connection();
    carrier.join(driver, peer::arrive);
  }

  /** A server of ours. */
  static Stage server() {
    return server(TransportOptions.defaults());
  }

  static Stage server(TransportOptions options) {
    return new Stage(Role.SERVER, options, TransportOptions.defaults());
  }

  static Stage server(TransportOptions options, TransportOptions peerOptions) {
    return new Stage(Role.SERVER, options, peerOptions);
  }

  /** A server of ours with these host keys, best first. */
  static Stage serverWith(Signer... hostKeys) {
    TransportOptions options = TransportOptions.defaults();
    return new Stage(Role.SERVER, options, options, List.of(hostKeys));
  }

  /** A client of ours. */
  static Stage client() {
    return client(TransportOptions.defaults());
  }

  static Stage client(TransportOptions options) {
    return new Stage(
        Role.CLIENT,
        options,
        TransportOptions.builder().hostKeyAlgorithms(List.of("ssh-ed25519")).build());
  }

  static Stage of(Role role) {
    return role.isClient() ? client() : server();
  }

  /** Both ends know this key exchange method alone. */
  static Stage of(Role role, String kexMethod) {
    TransportOptions.Builder builder = TransportOptions.builder().kexMethods(List.of(kexMethod));
    TransportOptions peers =
        role.isClient()
            ? builder.hostKeyAlgorithms(List.of("ssh-ed25519")).build()
            : builder.build();
    return new Stage(role, builder.build(), peers);
  }

  /** The peer knows nothing of strict key exchange, nor of extensions. */
  Stage lenient() {
    peer.strict(false);
    peer.kexInitEdit = kexInit -> withKexMethods(kexInit, "curve25519-sha256");
    return this;
  }

  /** The proposal with other names of key exchange methods. */
  static KexInit withKexMethods(KexInit from, String... names) {
    return new KexInit(
        from.cookie(),
        NameList.of(names),
        from.serverHostKeyAlgorithms(),
        from.encryptionClientToServer(),
        from.encryptionServerToClient(),
        from.macClientToServer(),
        from.macServerToClient(),
        from.compressionClientToServer(),
        from.compressionServerToClient(),
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }

  /** Of the tested end. */
  Role role() {
    return role;
  }

  /** Both ends have identified themselves. */
  Stage identified() {
    driver.start();
    peer.identify();
    settle();
    peer.receiveIdentification();
    return this;
  }

  /** The peer, a server, has sent KEXINIT and its reply. */
  Stage answerInit() {
    peer.sendKexInit();
    settle();
    peer.receiveKexInit();
    peer.receiveInit();
    peer.sendReply();
    settle();
    return this;
  }

  /** The first key exchange is over. */
  Stage keys() {
    identified();
    kex();
    return this;
  }

  /** The user is logged in. */
  Stage open() {
    return open(true);
  }

  /**
   * @param compresses whether the peer compresses from now on, if that was negotiated
   */
  Stage open(boolean compresses) {
    keys();
    if (role.isClient()) {
      assertThat(peer.messages()).containsExactly(new ServiceRequest("ssh-userauth"));
      send(new ServiceAccept("ssh-userauth"));
      peer.messages();
      send(new UserauthSuccess());
    } else {
      peer.messages();
      send(new ServiceRequest("ssh-userauth"));
      send(new UserauthRequest("alice", "ssh-connection", new AuthMethod.None()));
      greeting = peer.messages();
    }
    if (compresses) {
      peer.authenticated();
    }
    assertThat(end.authenticated()).isCompletedWithValue(end);
    return this;
  }

  /** A whole key exchange that the peer starts. */
  void kex() {
    peer.sendKexInit();
    settle();
    answerKex();
  }

  /** Goes on when the peer's KEXINIT is out and the end's has come. */
  void answerKex() {
    peer.receiveKexInit();
    finishKex();
  }

  /** Goes on when both KEXINITs are known. */
  void finishKex() {
    if (role.isClient()) {
      settle();
      peer.receiveInit();
      peer.sendReply();
    } else {
      peer.sendInit();
      settle();
      peer.receiveReply();
    }
    peer.sendNewKeys();
    settle();
    peer.receiveNewKeys();
  }

  /** Sends messages, and lets the end answer. */
  Stage send(Message... messages) {
    for (Message message : messages) {
      peer.send(message);
    }
    settle();
    return this;
  }

  /** Sends a payload, and lets the end answer. */
  Stage send(byte[] payload) {
    peer.send(payload);
    settle();
    return this;
  }

  /** SSH_MSG_CHANNEL_DATA for the tested end. */
  static byte[] data(int recipientChannel, byte[] data) {
    byte[] payload = new byte[ChannelData.HEAD + data.length];
    ChannelData.writeHead(payload, 0, recipientChannel, data.length);
    System.arraycopy(data, 0, payload, ChannelData.HEAD, data.length);
    return payload;
  }

  static byte[] data(int recipientChannel, String text) {
    return data(recipientChannel, text.getBytes(StandardCharsets.UTF_8));
  }

  /** SSH_MSG_CHANNEL_EXTENDED_DATA of any type for the tested end. */
  static byte[] extendedData(int recipientChannel, int type, byte[] data) {
    return new SshWriter()
        .uint8(ChannelExtendedData.NUMBER)
        .uint32(recipientChannel)
        .uint32(type)
        .string(data)
        .toByteArray();
  }

  /** The data of the SSH_MSG_CHANNEL_DATA among these payloads. */
  static byte[] dataOf(List<byte[]> payloads) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] payload : payloads) {
      if (payload[0] == ChannelData.NUMBER) {
        data.write(payload, ChannelData.HEAD, payload.length - ChannelData.HEAD);
      }
    }
    return data.toByteArray();
  }

  /** Message numbers. */
  static List<Integer> numbers(List<byte[]> payloads) {
    return payloads.stream().map(payload -> payload[0] & 0xff).toList();
  }

  void settle() {
    while (carrier.step()) {}
  }

  private void sessionsOnServer(IncomingChannel incoming) {
    if (role.isClient() || !(incoming.type() instanceof ChannelType.Session)) {
      incoming.refuse();
    } else {
      RecordingHandler handler = new RecordingHandler();
      handlers.add(handler);
      channels.add(incoming.channel());
      incoming.accept(handler);
    }
  }

  /** A session channel: opened by the peer on a server, by the end on a client. */
  Channel session() {
    return session(PEER_WINDOW, 32 * 1024);
  }

  Channel session(long window, long maximumPacketSize) {
    if (role.isClient()) {
      RecordingHandler handler = new RecordingHandler();
      handlers.add(handler);
      var opening = end.open(new ChannelType.Session(), handler);
      settle();
      ChannelOpen open = (ChannelOpen) peer.messages().getLast();
      send(
          new ChannelOpenConfirmation(
              open.senderChannel(), PEER_CHANNEL, window, maximumPacketSize, new byte[0]));
      channels.add(opening.join());
    } else {
      send(new ChannelOpen(new ChannelType.Session(), PEER_CHANNEL, window, maximumPacketSize));
      assertThat(peer.messages().getLast()).isInstanceOf(ChannelOpenConfirmation.class);
    }
    return channels.getLast();
  }

  Ending ending() {
    return end.ended().getNow(null);
  }

  /** Why the end refused its peer. */
  Refusal refusal() {
    assertThat(ending()).isInstanceOf(Ending.Refused.class);
    return ((Ending.Refused) ending()).refusal();
  }

  void assertRefused(Class<? extends Refusal> why) {
    assertThat(refusal()).isInstanceOf(why);
  }

  void assertAlive() {
    assertThat(ending()).isNull();
  }

  /** The only message that came. */
  Message onlyAnswer() {
    List<Message> messages = peer.messages();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  /** The farewell, which is the last message that came. */
  Disconnect farewell() {
    List<byte[]> payloads = peer.payloads();
    assertThat(payloads).isNotEmpty();
    return (Disconnect) RawPeer.message(payloads.getLast());
  }

  private final class Client implements ClientApplication, UserCredentials, HostKeyVerifier {
    @Override
    public String host() {
      return "test";
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return this;
    }

    @Override
    public Decision verify(PublicKey key, String algorithm) {
      judged.add(key);
      return key.equals(ConnectionPair.HOST_KEY.publicKey())
          ? new Decision.Trusted()
          : new Decision.Refused("not the key that the test knows");
    }

    @Override
    public UserCredentials credentials() {
      return credentials.orElse(this);
    }

    @Override
    public String user() {
      return "alice";
    }

    @Override
    public List<String> methods() {
      return List.of("publickey");
    }

    @Override
    public Optional<Signer> nextKey() {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }

    @Override
    public void opening(IncomingChannel channel) {
      opening.accept(channel);
    }

    @Override
    public void globalRequest(IncomingRequest request) {
      requested.accept(request);
    }

    @Override
    public void debug(String message) {
      shown.add(message);
    }
  }

  private final class Server implements ServerApplication, UserAuthenticator {
    @Override
    public UserAuthenticator authenticator() {
      return authenticator.orElse(this);
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public List<Signer> announcedHostKeys() {
      return announced;
    }

    @Override
    public void opening(IncomingChannel channel) {
      opening.accept(channel);
    }

    @Override
    public void globalRequest(IncomingRequest request) {
      requested.accept(request);
    }

    @Override
    public void ended(Ending ending) {}

    @Override
    public NameList methods(String user) {
      return NameList.of("publickey");
    }

    @Override
    public AuthDecision none(String user) {
      return new AuthDecision.Accepted();
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      return false;
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Refused();
    }
  }
}
