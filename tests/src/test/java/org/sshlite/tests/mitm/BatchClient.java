package org.sshlite.tests.mitm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ExecResult;
import org.sshlite.client.Exit;
import org.sshlite.client.NetworkOptions;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.Destination;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.knownhosts.CertificatePolicy;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.mitm.bench.Client;
import org.sshlite.mitm.bench.Outcome;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * The library's client as the program sets it up with BatchMode and UpdateHostKeys, in this
 * process. What it tells a person is its standard error.
 */
final class BatchClient implements Client {
  private static final int PASSWORD_PROMPTS = 3;

  private final ClientConfig config = new ClientConfig();
  private final StrictHostKeyChecking strictness;

  BatchClient(StrictHostKeyChecking strictness) {
    this.strictness = strictness;
  }

  @Override
  public boolean readsKnownHosts() {
    return true;
  }

  @Override
  public Outcome connect(Map<String, String> place, Duration limit) throws InterruptedException {
    Told told = new Told();
    try (SshClient client = SshClient.create(options(place, limit, told))) {
      Destination destination =
          new Destination(
              Optional.of(value(place, "user")),
              value(place, "host"),
              Optional.of(Integer.parseInt(value(place, "port"))));
      CompletableFuture<ExecResult> result =
          client
              .connectAsync(destination)
              .thenApplyAsync(BatchClient::run, Thread::startVirtualThread);
      return outcome(result.get(limit.toMillis(), TimeUnit.MILLISECONDS), told);
    } catch (ExecutionException e) {
      told.tell(Level.ERROR, String.valueOf(e.getCause().getMessage()));
      return new Outcome(Optional.of(255), "", told.text());
    } catch (TimeoutException _) {
      return new Outcome(Optional.empty(), "", told.text());
    }
  }

  private static Outcome outcome(ExecResult result, Told told) {
    int status = result.exit() instanceof Exit.Status(long value) ? (int) value : 255;
    String output = new String(result.stdout(), StandardCharsets.ISO_8859_1);
    return new Outcome(Optional.of(status), output, told.text());
  }

  private static ExecResult run(ClientSession session) {
    try (session) {
      ExecResult result = session.exec("run");
      if (result.exit() instanceof Exit.Unknown) {
        // a channel that goes down with its connection: the connection says why
        throw new CompletionException(
            new IOException(
                "no exit status: "
                    + session.connection().ended().orTimeout(1, TimeUnit.SECONDS).join()));
      }
      return result;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private ClientOptions options(Map<String, String> place, Duration limit, Dialog dialog) {
    TransportOptions transport =
        TransportOptions.builder()
            .kexMethods(config.kexAlgorithms.get())
            .hostKeyAlgorithms(config.hostKeyAlgorithms.get())
            .loginGrace(limit.dividedBy(2))
            .alive(limit.dividedBy(8), 3)
            .build();
    return new ClientOptions(
        new NetworkOptions(AddressFamily.ANY, limit, 1),
        transport,
        trust(place),
        new LoginOptions(
            List.of("publickey"),
            List.of(),
            List.of(new KeyLocation(Path.of(value(place, "identity")), true)),
            PASSWORD_PROMPTS,
            config.requiredRsaSize.get()),
        dialog);
  }

  private TrustOptions trust(Map<String, String> place) {
    KnownHosts knownHosts =
        KnownHosts.open(List.of(Path.of(value(place, "known_hosts"))), List.of())
            .judgingCertificatesBy(
                new CertificatePolicy(InstantSource.system(), config.caSignatureAlgorithms.get()));
    return new TrustOptions(
        new HostVerifier(knownHosts, List.of(), VerifyHostKeyDns.NO),
        strictness,
        false,
        Optional.empty(),
        config.requiredRsaSize.get(),
        UpdateHostKeys.YES,
        _ -> new DnsAnswer.NotAsked());
  }

  private static String value(Map<String, String> place, String name) {
    return place.getOrDefault(name, "");
  }

  /** Nobody answers; what is said is kept. */
  private static final class Told implements Dialog {
    private final StringBuffer text = new StringBuffer();

    @Override
    public Optional<String> ask(String question) {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> askSecret(String prompt) {
      return Optional.empty();
    }

    @Override
    public void tell(Level level, String message) {
      if (level.getSeverity() >= Level.INFO.getSeverity()) {
        text.append(message).append('\n');
      }
    }

    String text() {
      return text.toString();
    }
  }
}
