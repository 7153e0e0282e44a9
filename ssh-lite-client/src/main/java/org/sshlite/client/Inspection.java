package org.sshlite.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.config.Destination;
import org.sshlite.client.trust.HostJudge;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.KexTranscript;

/** A connection that goes no further than the verdict: it has no credentials, and refuses all. */
final class Inspection implements ClientApplication, HostKeyVerifier, UserCredentials {
  private final Destination destination;
  private final List<String> configured;
  private final HostJudge judge;
  private volatile Optional<HostReport> report = Optional.empty();

  Inspection(
      ClientOptions options, Destination destination, Optional<InetAddress> address, int port) {
    String host = destination.host();
    this.destination = destination;
    this.configured = options.transport().hostKeyAlgorithms();
    this.judge =
        LoginApplication.judge(
            options, host, LoginApplication.meant(options.trust(), host, address, port));
  }

  /** Empty when there was no verdict. */
  Optional<HostReport> report() {
    return report;
  }

  @Override
  public List<String> preferred(List<String> algorithms) {
    try {
      return judge.preferred(algorithms);
    } catch (IOException _) {
      return algorithms; // the same problem comes again in verify
    }
  }

  @Override
  public Decision verify(PublicKey key, String algorithm, KexTranscript transcript) {
    try {
      report =
          Optional.of(
              new HostReport(
                  transcript, configured, key, algorithm, judge.verdict(key), judge.tooShort(key)));
      return new Decision.Refused("This was to look at the host key only.");
    } catch (IOException e) {
      return new Decision.Refused(Printable.line(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Decision verify(PublicKey key, String algorithm) {
    return new Decision.Refused("This was to look at the host key only.");
  }

  @Override
  public String host() {
    return destination.host();
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return this;
  }

  @Override
  public UserCredentials credentials() {
    return this;
  }

  @Override
  public String user() {
    return destination.user().orElse("");
  }

  @Override
  public List<String> methods() {
    return List.of();
  }

  @Override
  public Optional<Signer> nextKey() {
    return Optional.empty();
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    return Optional.empty();
  }
}
