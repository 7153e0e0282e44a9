package org.sshlite.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.Credentials;
import org.sshlite.client.trust.HostAddress;
import org.sshlite.client.trust.HostJudge;
import org.sshlite.client.trust.HostTrust;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.HostName;
import org.sshlite.protocol.agent.SessionBinding;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.connection.ServiceClasses;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.KexTranscript;
import org.sshlite.protocol.transport.LegacyWatch;
import org.sshlite.protocol.transport.Negotiated;

/** Trust and login of one connection. */
final class LoginApplication implements ClientApplication {
  private final String host;
  private final Dialog dialog;
  private final Remarks remarks;
  private final Consumer<Negotiated> beforeLogin;
  private final HostTrust trust;
  private final Credentials credentials;
  private final HostKeyRotation rotation;
  private final boolean warnsOfLegacy;
  private final LegacyWatch legacy = new LegacyWatch();
  private final Optional<ProtocolFamily> family;
  private final ServiceClasses serviceClasses;
  private volatile @Nullable SessionBinding binding;
  private volatile @Nullable Forwarding forwarding;

  LoginApplication(
      ClientOptions options,
      Destination destination,
      Optional<InetAddress> address,
      int port,
      Consumer<Negotiated> beforeLogin) {
    this.host = destination.host();
    this.beforeLogin = beforeLogin;
    this.family = options.network().addressFamily().protocol();
    this.serviceClasses = options.network().serviceClasses();
    this.dialog = options.dialog();
    this.remarks = new Remarks(dialog);
    this.warnsOfLegacy = options.warnsOfLegacy();
    HostAddress meant = meant(options.trust(), host, address, port);
    HostJudge judge = judge(options, host, meant);
    this.trust = new HostTrust(options.trust(), judge, meant, dialog);
    this.rotation = new HostKeyRotation(options, meant, trust);
    this.credentials =
        new Credentials(
            destination.user().orElseGet(() -> System.getProperty("user.name")),
            options
                .trust()
                .hostKeyAlias()
                .map(alias -> alias.toLowerCase(Locale.ROOT))
                .orElse(host),
            options.login(),
            dialog,
            trust::secretsAllowed,
            use -> use.warning().ifPresent(this::warn));
  }

  private void warn(String text) {
    if (warnsOfLegacy) {
      dialog.tell(Level.WARNING, "Warning: " + Printable.line(host) + ": " + text);
    }
  }

  @Override
  public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
    legacy.keysAgreed(negotiated, hostKey).ifPresent(this::warn);
  }

  /** KnownHostsCommand may have to be waited for: here, not on the connection's loop. */
  static HostJudge judge(ClientOptions options, String host, HostAddress meant) {
    HostJudge judge = new HostJudge(options.trust(), meant, host);
    try {
      judge.prepare(options.transport().hostKeyAlgorithms());
    } catch (IOException e) {
      options.dialog().tell(Level.DEBUG, Printable.line(String.valueOf(e.getMessage())));
    }
    return judge;
  }

  static HostAddress meant(
      TrustOptions options, String host, Optional<InetAddress> address, int port) {
    HostName name =
        options.hostKeyAlias().map(HostName::parse).orElseGet(() -> new HostName(host, port));
    return new HostAddress(name, address, options.checksAddress());
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return new Watched();
  }

  /**
   * Tells the agent's side which session this is, and what was negotiated with a host that is
   * believed, while nothing is given away yet.
   */
  private final class Watched implements HostKeyVerifier {
    @Override
    public List<String> preferred(List<String> configured) {
      return trust.preferred(configured);
    }

    @Override
    public Decision verify(PublicKey key, String algorithm) {
      return trust.verify(key, algorithm);
    }

    @Override
    public Decision verify(PublicKey key, String algorithm, KexTranscript transcript) {
      Decision decision = verify(key, algorithm);
      if (decision instanceof Decision.Trusted) {
        binding = new SessionBinding(key, transcript.exchangeHash(), transcript.hostSignature());
        credentials.bind(binding);
        beforeLogin.accept(transcript.negotiated());
      }
      return decision;
    }
  }

  @Override
  public UserCredentials credentials() {
    return credentials;
  }

  /** What goes on about the host's other keys. */
  HostKeyRotation rotation() {
    return rotation;
  }

  /** What is forwarded; once the user is authenticated. */
  Forwarding forwarding() {
    return Objects.requireNonNull(forwarding, "not authenticated");
  }

  /** Which session this is, for an agent; once the user is authenticated. */
  SessionBinding binding() {
    return Objects.requireNonNull(binding, "no keys yet");
  }

  @Override
  public void opening(IncomingChannel channel) {
    forwarding().opening(channel);
  }

  @Override
  public void authenticated(Connection connection) {
    connection.serviceClasses(serviceClasses);
    forwarding = new Forwarding(connection, family);
    rotation.authenticated(connection);
  }

  @Override
  public void globalRequest(IncomingRequest request) {
    if (request.type() instanceof GlobalRequestType.Unknown(var name, var data)
        && name.equals(HostKeyRotation.ANNOUNCEMENT)) {
      rotation.announced(data);
    }
    request.fail();
  }

  @Override
  public void debug(String message) {
    remarks.tell(message);
  }
}
