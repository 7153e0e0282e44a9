package org.sshlite.client;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Optional;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.Credentials;
import org.sshlite.client.trust.HostAddress;
import org.sshlite.client.trust.HostTrust;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.HostName;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.transport.HostKeyVerifier;

/** Trust and login of one connection. */
final class LoginApplication implements ClientApplication {
  private final String host;
  private final Dialog dialog;
  private final HostTrust trust;
  private final Credentials credentials;

  LoginApplication(ClientOptions options, Destination destination, InetAddress address, int port) {
    this.host = destination.host();
    this.dialog = options.dialog();
    this.trust = new HostTrust(options.trust(), meant(options.trust(), address, port), dialog);
    this.credentials =
        new Credentials(
            destination.user().orElseGet(() -> System.getProperty("user.name")),
            host,
            options.login(),
            dialog,
            trust::secretsAllowed);
  }

  private HostAddress meant(TrustOptions options, InetAddress address, int port) {
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

  @Override
  public void debug(String message) {
    dialog.tell(Level.INFO, Printable.lines(message));
  }
}
