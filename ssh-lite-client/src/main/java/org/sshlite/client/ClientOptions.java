package org.sshlite.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.identity.KeyLocation;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * What a client is set up with. The defaults are safe without anybody to ask: only hosts that the
 * user's known_hosts file or the machine's know are believed, and the keys in {@code ~/.ssh} are
 * tried as far as they need no passphrase, after those of the agent that SSH_AUTH_SOCK names.
 *
 * @param dialog who is asked and told
 * @param warnsOfLegacy whether the dialog is told, in a line, of each use of what only old devices
 *     need ({@link org.sshlite.crypto.legacy.LegacyAlgorithms})
 * @param queuesSessions whether a session that the host has no room for (MaxSessions) waits until
 *     another of the same connection has ended; else the call fails
 */
public record ClientOptions(
    NetworkOptions network,
    TransportOptions transport,
    TrustOptions trust,
    LoginOptions login,
    Dialog dialog,
    boolean warnsOfLegacy,
    boolean queuesSessions) {

  /** Names of key files in {@code ~/.ssh} in the order in which OpenSSH tries them. */
  private static final List<String> KEY_FILES =
      List.of(
          "id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_mldsa44_ed25519");

  /** One that queues nothing. */
  public ClientOptions(
      NetworkOptions network,
      TransportOptions transport,
      TrustOptions trust,
      LoginOptions login,
      Dialog dialog,
      boolean warnsOfLegacy) {
    this(network, transport, trust, login, dialog, warnsOfLegacy, false);
  }

  /** One that warns. */
  public ClientOptions(
      NetworkOptions network,
      TransportOptions transport,
      TrustOptions trust,
      LoginOptions login,
      Dialog dialog) {
    this(network, transport, trust, login, dialog, true);
  }

  /** See the class. */
  public static ClientOptions defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The usual key files of a user. */
  public static List<KeyLocation> usualKeys(Path home) {
    Path folder = home.resolve(".ssh");
    return KEY_FILES.stream().map(name -> new KeyLocation(folder.resolve(name), false)).toList();
  }

  /** Collects options; what is not set keeps its default. */
  public static final class Builder {
    private NetworkOptions network = NetworkOptions.DEFAULT;
    private TransportOptions transport = TransportOptions.defaults();
    private TrustOptions trust = usualTrust(home());
    private LoginOptions login = usualLogin(home());
    private Dialog dialog = Dialog.nobody();
    private boolean warnsOfLegacy = true;
    private boolean queuesSessions;

    private Builder() {}

    private static Path home() {
      return Path.of(System.getProperty("user.home"));
    }

    private static TrustOptions usualTrust(Path home) {
      List<Path> global =
          Stream.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2").map(Path::of).toList();
      return new TrustOptions(
          KnownHosts.open(List.of(home.resolve(".ssh/known_hosts")), global),
          StrictHostKeyChecking.YES,
          false,
          Optional.empty(),
          RsaPublicKey.DEFAULT_MINIMUM_BITS);
    }

    private static LoginOptions usualLogin(Path home) {
      return new LoginOptions(
          List.of("publickey", "keyboard-interactive", "password"),
          List.of(),
          List.of(),
          usualKeys(home),
          List.of(),
          Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
              .filter(path -> !path.isEmpty())
              .map(Path::of),
          false,
          3,
          RsaPublicKey.DEFAULT_MINIMUM_BITS);
    }

    public Builder network(NetworkOptions value) {
      network = value;
      return this;
    }

    public Builder transport(TransportOptions value) {
      transport = value;
      return this;
    }

    public Builder trust(TrustOptions value) {
      trust = value;
      return this;
    }

    /** Hosts are believed by an application's own rules: {@code TrustPolicy.pinned(key)}. */
    public Builder trust(TrustPolicy policy) {
      return trust(TrustOptions.by(policy));
    }

    public Builder login(LoginOptions value) {
      login = value;
      return this;
    }

    /** Who is asked for passwords, passphrases and about unknown hosts; nobody by default. */
    public Builder dialog(Dialog value) {
      dialog = value;
      return this;
    }

    /** Whether the dialog is told of what only old devices need; by default it is. */
    public Builder warnsOfLegacy(boolean value) {
      warnsOfLegacy = value;
      return this;
    }

    /** Whether sessions beyond the host's MaxSessions wait their turn; by default they fail. */
    public Builder queuesSessions(boolean value) {
      queuesSessions = value;
      return this;
    }

    public ClientOptions build() {
      return new ClientOptions(
          network, transport, trust, login, dialog, warnsOfLegacy, queuesSessions);
    }
  }
}
