package org.sshlite.protocol.connection;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.PasswordChange;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Role;

/** A {@link Stage} on its way to a state that a message is to come in. */
final class Situation {
  private static final String KEX = "curve25519-sha256";

  // passwords, and what comes of them
  private static final byte PARTLY = 'p';
  private static final byte OLD = 'o';

  final Stage stage;
  final RecordingEnd end = new RecordingEnd().pending(10);
  final RecordingHandler handler = new RecordingHandler();

  private Situation(Stage stage) {
    this.stage = stage;
  }

  static Situation of(Role role) {
    return new Situation(Stage.of(role, KEX));
  }

  static Situation groupExchange(Role role) {
    return new Situation(Stage.of(role, GroupExchange.NAME));
  }

  private boolean client() {
    return stage.role().isClient();
  }

  // the first key exchange

  Situation lenient() {
    stage.lenient();
    return this;
  }

  Situation identified() {
    stage.identified();
    return this;
  }

  /** The end's KEXINIT is out. */
  Situation kexInitAwaited() {
    identified();
    stage.peer.payloads();
    return this;
  }

  /** The peer's KEXINIT has come as well: its method's message is awaited. */
  Situation kexInit() {
    stage.peer.sendKexInit();
    stage.settle();
    stage.peer.receiveKexInit();
    if (client() && !stage.peer.choosesGroup()) {
      stage.peer.receiveInit();
    }
    stage.peer.payloads();
    return this;
  }

  /** The group is known: only the exchange itself is left, RFC 4419 §3. */
  Situation group() {
    stage.send(
        client()
            ? new KexDhGexGroup(Payloads.GROUP.p(), Payloads.GROUP.g())
            : new KexDhGexRequest(2048, 2048, 2048));
    stage.peer.payloads();
    return this;
  }

  /** The exchange is done, and the end has sent its NEWKEYS. */
  Situation newKeysAwaited() {
    if (client()) {
      stage.peer.sendReply();
    } else {
      stage.peer.sendInit();
    }
    stage.settle();
    if (!client()) {
      stage.peer.receiveReply();
    }
    stage.peer.receiveNewKeys();
    stage.peer.payloads();
    return this;
  }

  // the login

  /** There are keys, and nothing came under them yet. */
  Situation keys() {
    stage.credentials = Optional.of(new Wallet());
    stage.authenticator = Optional.of(new Door());
    stage.keys();
    stage.peer.payloads();
    return this;
  }

  /** Server: requests may come. Client: "none" is out. */
  Situation service() {
    keys();
    stage.send(client() ? new ServiceAccept("ssh-userauth") : new ServiceRequest("ssh-userauth"));
    stage.peer.payloads();
    return this;
  }

  /** Client: tries the method. */
  Situation trying(String method) {
    service();
    stage.send(new UserauthFailure(NameList.of(method), false));
    stage.peer.payloads();
    return this;
  }

  /** Client: the server has accepted the key, and the signature is sent. */
  Situation signed() {
    trying(AuthMethod.PublicKey.NAME);
    stage.send(Payloads.pkOk());
    stage.peer.payloads();
    return this;
  }

  /** Server: the person is asked. */
  Situation asking() {
    service();
    stage.send(
        new UserauthRequest(
            "alice", "ssh-connection", new AuthMethod.KeyboardInteractive(List.of())));
    stage.peer.payloads();
    return this;
  }

  /** Server: the password was right, and not enough. */
  Situation partly() {
    return password(PARTLY);
  }

  /** Server: the password was right, and is too old. */
  Situation changing() {
    return password(OLD);
  }

  private Situation password(byte what) {
    stage.send(request(new AuthMethod.Password(new SecretBytes(new byte[] {what}), null)));
    stage.peer.payloads();
    return this;
  }

  /** What {@link #changing} awaits. */
  static UserauthRequest newPassword() {
    return request(
        new AuthMethod.Password(
            new SecretBytes(new byte[] {OLD}), new SecretBytes(new byte[] {PARTLY})));
  }

  private static UserauthRequest request(AuthMethod method) {
    return new UserauthRequest("alice", "ssh-connection", method);
  }

  // the open connection

  Situation open() {
    stage.open();
    stage.peer.payloads();
    return this;
  }

  /** This end wants new keys. */
  Situation rekey() {
    stage.end.rekey();
    stage.settle();
    return this;
  }

  /** What was answered meanwhile comes after the new keys, RFC 4253 §7.1. */
  void finishRekey() {
    stage.peer.sendKexInit();
    stage.settle();
    stage.answerKex();
  }

  // channels

  /** This end's CHANNEL_OPEN is out. */
  Situation opening(ChannelType type) {
    open();
    stage.end.open(type, handler, end);
    stage.settle();
    stage.peer.payloads();
    return this;
  }

  /** The peer's CHANNEL_OPEN waits for the application. */
  Situation opened(ChannelType type) {
    return opened(type, _ -> {});
  }

  private Situation opened(ChannelType type, Consumer<IncomingChannel> application) {
    open();
    var usual = stage.opening;
    stage.opening = application;
    stage.send(new ChannelOpen(type, Stage.PEER_CHANNEL, 0, 1000));
    stage.opening = usual;
    stage.peer.payloads();
    return this;
  }

  /** A channel that carries data; the peer's window is closed. */
  Situation channel(ChannelType type) {
    if (!isOpenedByPeer(type)) {
      opening(type);
      stage.send(new ChannelOpenConfirmation(0, Stage.PEER_CHANNEL, 0, 1000, new byte[0]));
    } else {
      opened(type, incoming -> incoming.accept(handler, end));
    }
    stage.peer.payloads();
    return this;
  }

  /** RFC 4254 §6.1, §6.3.2, §7.2, OpenSSH PROTOCOL §2.4. */
  private boolean isOpenedByPeer(ChannelType type) {
    return switch (type) {
      case ChannelType.Session _,
          ChannelType.DirectTcpip _,
          ChannelType.DirectStreamlocal _,
          ChannelType.Tunnel _ ->
          !client();
      default -> client();
    };
  }

  Situation eofReceived() {
    stage.send(new ChannelEof(0));
    return this;
  }

  Situation eofSent() {
    end.pending(0).sendEof();
    stage.settle();
    stage.peer.payloads();
    return this;
  }

  Situation closeSent() {
    end.abort();
    stage.settle();
    stage.peer.payloads();
    return this;
  }

  Situation closed() {
    stage.send(new ChannelClose(0));
    stage.peer.payloads();
    return this;
  }

  /** What can be seen of this end without asking its peer. */
  List<Object> seen() {
    return List.of(
        List.copyOf(end.seen),
        List.copyOf(handler.requests),
        List.copyOf(stage.shown),
        stage.end.info().keyExchanges(),
        stage.end.authenticated().isDone());
  }

  /** Has one of everything. */
  private final class Wallet implements UserCredentials {
    private boolean given;

    @Override
    public String user() {
      return "alice";
    }

    @Override
    public List<String> methods() {
      return List.of("publickey", "keyboard-interactive", "password");
    }

    @Override
    public Optional<Signer> nextKey() {
      boolean first = !given;
      given = true;
      return first ? Optional.of(ConnectionPair.USER_KEY) : Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.of(new SecretBytes(new byte[] {'x'}));
    }

    @Override
    public Optional<PasswordChange> changePassword(String prompt) {
      return Optional.of(
          new PasswordChange(new SecretBytes(new byte[] {'x'}), new SecretBytes(new byte[] {'y'})));
    }

    @Override
    public Optional<List<String>> submethods(int attempt) {
      return Optional.of(List.of());
    }

    @Override
    public Optional<Answers> answer(Challenge challenge) {
      return Optional.of(
          new Answers(
              challenge.prompts().stream().map(_ -> new SecretBytes(new byte[] {'x'})).toList()));
    }

    @Override
    public void banner(String message) {
      stage.shown.add(message);
    }
  }

  /** Asks a question, and lets in who answers. */
  private static final class Door implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return NameList.of("keyboard-interactive", "password");
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return switch (password.bytes()[0]) {
        case PARTLY -> new AuthDecision.Partial(NameList.of("keyboard-interactive"));
        case OLD -> new AuthDecision.ChangePassword("");
        default -> new AuthDecision.Refused();
      };
    }

    @Override
    public AuthDecision changePassword(String user, SecretBytes password, SecretBytes newPassword) {
      return new AuthDecision.Accepted();
    }

    @Override
    public AuthDecision keyboardInteractive(
        String user, List<String> submethods, Conversation conversation)
        throws ConversationEndedException {
      conversation.ask(new Challenge("", "", List.of(new Prompt("? ", false)))).close();
      return new AuthDecision.Accepted();
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
