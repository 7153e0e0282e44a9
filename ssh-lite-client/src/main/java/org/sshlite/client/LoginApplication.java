package org.sshlite.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Optional;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.Credentials;
import org.sshlite.client.trust.HostAddress;
import org.sshlite.client.trust.HostJudge;
import org.sshlite.client.trust.HostTrust;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.HostName;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.HostKeyVerifier;

/** Trust and login of one connection. */
final class LoginApplication implements ClientApplication {
  private final String host;
  private final Dialog dialog;
  private final HostTrust trust;
  private final Credentials credentials;
  private final HostKeyRotation rotation;

  LoginApplication(ClientOptions options, Destination destination, InetAddress address, int port) {
    this.host = destination.host();
    this.dialog = options.dialog();
    HostAddress meant = meant(options.trust(), host, address, port);
    HostJudge judge = judge(options, host, meant);
    this.trust = new HostTrust(options.trust(), judge, meant, dialog);
    this.rotation = new HostKeyRotation(options, meant, trust);
    this.credentials =
        new Credentials(
            destination.user().orElseGet(() -> System.getProperty("user.name")),
            host,
            options.login(),
            dialog,
            trust::secretsAllowed);
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

  static HostAddress meant(TrustOptions options, String host, InetAddress address, int port) {
    HostName name =
        options.hostKeyAlias().map(HostName::parse).orElseGet(() -> new HostName(host, port));
    return new HostAddress(name, Optional.of(address), options.checksAddress());
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return trust;
  }

  @Override
  public UserCredentials credentials() {
    return credentials;
  }

  /** What goes on about the host's other keys. */
  HostKeyRotation rotation() {
    return rotation;
  }

  @Override
  public void authenticated(Connection connection) {
    rotation.authenticated(connection);
  }

  @Override
  public void globalRequest(String name, byte[] data) {
    if (name.equals(HostKeyRotation.ANNOUNCEMENT)) {
      rotation.announced(data);
    }
  }

  @Override
  public void debug(String message) {
    dialog.tell(Level.INFO, Printable.lines(message));
  }
}
