package org.sshlite.sshd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.netty.PeerAddresses;
import org.sshlite.protocol.transport.LegacyUse;
import org.sshlite.protocol.transport.LegacyWatch;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.method.MethodLists;
import org.sshlite.sshd.method.Steps;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.SessionRules;
import org.sshlite.sshd.session.SystemSession;

/** One connection to an embedded server: its directories decide, its application serves. */
final class ApplicationConnection implements ServerApplication, UserAuthenticator {
  private static final Logger LOG = System.getLogger("sshd");

  private final ServerOptions options;
  private final ConnectionEnds ends;
  private volatile String user = "";
  private volatile Steps steps;
  private final LegacyWatch legacy = new LegacyWatch();
  private volatile Optional<Account> account = Optional.empty();
  private volatile Optional<Forwards> forwards = Optional.empty();

  ApplicationConnection(ServerOptions options, PeerAddresses addresses) {
    this.options = options;
    this.ends = ConnectionEnds.of(addresses);
    this.steps = Steps.of(MethodLists.of(options.methods()), offered(options));
  }

  @Override
  public UserAuthenticator authenticator() {
    return this;
  }

  @Override
  public NameList methods(String name) {
    return steps.methods();
  }

  private static List<String> offered(ServerOptions options) {
    List<String> methods = new ArrayList<>();
    options.publicKeys().ifPresent(_ -> methods.add("publickey"));
    options.passwords().ifPresent(_ -> methods.add("password"));
    if (!options.devices().isEmpty()) {
      methods.addAll(Steps.of(options.devices()));
    }
    return methods;
  }

  @Override
  public Optional<String> banner(String name) {
    return options.banner();
  }

  @Override
  public AuthDecision password(String name, SecretBytes password) {
    if (!matches(name, password)) {
      return new AuthDecision.Refused();
    }
    Optional<String> expired =
        options.passwords().orElseThrow() instanceof ExpiringPasswords passwords
            ? passwords.expired(name)
            : Optional.empty();
    return expired
        .<AuthDecision>map(AuthDecision.ChangePassword::new)
        .orElseGet(() -> succeeded("password"));
  }

  @Override
  public AuthDecision changePassword(String name, SecretBytes password, SecretBytes newPassword) {
    boolean matches = matches(name, password);
    if (!matches || !(options.passwords().orElseThrow() instanceof ExpiringPasswords passwords)) {
      return new AuthDecision.Refused();
    }
    return passwords
        .change(name, newPassword)
        .<AuthDecision>map(AuthDecision.ChangePassword::new)
        .orElseGet(() -> succeeded("password"));
  }

  private boolean matches(String name, SecretBytes password) {
    return options.passwords().filter(d -> d.matches(name, password)).isPresent();
  }

  @Override
  public AuthDecision keyboardInteractive(
      String name, List<String> submethods, Conversation conversation)
      throws ConversationEndedException {
    for (LoginDevice device : steps.asking(options.devices(), submethods)) {
      if (device.authenticate(name, conversation)) {
        return succeeded(Steps.stepOf(device));
      }
    }
    return new AuthDecision.Refused();
  }

  @Override
  public boolean acceptable(String name, PublicKey key, String algorithm) {
    return options.publicKeys().filter(directory -> directory.accepts(name, key)).isPresent();
  }

  @Override
  public AuthDecision publicKey(String name, PublicKey key, String algorithm) {
    LegacyUse.of(key, algorithm).warning().ifPresent(this::warn);
    return acceptable(name, key, algorithm) ? succeeded("publickey") : new AuthDecision.Refused();
  }

  private void warn(String text) {
    LOG.log(
        Level.WARNING,
        "connection from %s port %d: %s".formatted(ends.remote(), ends.remotePort(), text));
  }

  private AuthDecision succeeded(String step) {
    steps = steps.after(step);
    return steps.decision();
  }

  @Override
  public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
    legacy.keysAgreed(negotiated, hostKey).ifPresent(this::warn);
  }

  @Override
  public void authenticated(Connection connection, String name, String method) {
    user = name;
    if (options.systemShell()) {
      account = Account.current();
    }
    forwards = options.forwards().map(_ -> new Forwards(connection));
    LOG.log(
        Level.INFO,
        "Accepted %s for %s from %s port %d"
            .formatted(method, Printable.line(name), ends.remote(), ends.remotePort()));
  }

  @Override
  public List<Signer> announcedHostKeys() {
    return options.hostKeys();
  }

  @Override
  public void opening(IncomingChannel channel) {
    if (channel.type() instanceof ChannelType.Session) {
      session(channel).ifPresentOrElse(channel::accept, channel::refuse);
    } else if (forwards.isPresent()) {
      ask(application -> application.opening(user, channel, forwards.get()), channel::refuse);
    } else {
      LOG.log(Level.INFO, "refused a channel {0}", Printable.line(channel.type().name()));
      channel.refuse();
    }
  }

  @Override
  public void globalRequest(IncomingRequest request) {
    if (forwards.isPresent()) {
      ask(application -> application.requested(user, request, forwards.get()), request::fail);
    } else {
      request.fail();
    }
  }

  /** A fault of the application's costs what it was asked about, and not the connection. */
  private void ask(Consumer<ForwardApplication> question, Runnable refuse) {
    try {
      question.accept(options.forwards().orElseThrow());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the application failed", e);
      try {
        refuse.run();
      } catch (IllegalStateException _) {
        // it had answered before
      }
    }
  }

  private Optional<ChannelHandler> session(IncomingChannel channel) {
    if (options.systemShell()) {
      return account.map(
          found -> new SystemSession(channel.channel(), SessionRules.plain(user), found, ends));
    }
    if (options.shell().isEmpty() && options.files().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ApplicationSession(channel.channel(), user, options.shell(), options.files()));
  }

  @Override
  public void ended(Ending ending) {
    forwards.ifPresent(Forwards::close);
    String text =
        "Connection from %s port %d ended: %s"
            .formatted(ends.remote(), ends.remotePort(), ending.explain());
    if (ending instanceof Ending.Failed failed && !failed.isForMemory()) {
      LOG.log(Level.ERROR, text, failed.failure()); // a directory's, and nobody else sees it
    } else {
      LOG.log(Level.INFO, text);
    }
  }
}
