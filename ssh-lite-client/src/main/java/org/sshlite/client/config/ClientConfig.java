package org.sshlite.client.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.protocol.config.LogLevel;

/**
 * The values of ssh_config(5) for one host, as far as we support them, with OpenSSH 10.5's
 * defaults. Filled by {@link ConfigReader}; strings may still hold tokens, see {@link Tokens}. For
 * one thread.
 */
public final class ClientConfig {
  /** Certificates first, for they say more than a plain key. */
  static final List<String> HOST_KEYS = withCertificates(SignatureAlgorithms.DEFAULT_HOST_KEY);

  static final List<String> USER_KEYS = withCertificates(SignatureAlgorithms.DEFAULT_USER_KEY);

  public final Setting<Optional<String>> hostName = unset("HostName");
  public final Setting<Integer> port = new Setting<>("Port", 22);
  public final Setting<Optional<String>> user = unset("User");
  public final Setting<AddressFamily> addressFamily =
      new Setting<>("AddressFamily", AddressFamily.ANY);
  public final Setting<Integer> connectionAttempts = new Setting<>("ConnectionAttempts", 1);

  /** Zero: as long as the operating system tries. */
  public final Setting<Duration> connectTimeout = new Setting<>("ConnectTimeout", Duration.ZERO);

  public final Setting<Boolean> tcpKeepAlive = new Setting<>("TCPKeepAlive", true);

  /** Zero: never asked. */
  public final Setting<Duration> serverAliveInterval =
      new Setting<>("ServerAliveInterval", Duration.ZERO);

  public final Setting<Integer> serverAliveCountMax = new Setting<>("ServerAliveCountMax", 3);
  public final Setting<RekeyLimit> rekeyLimit = new Setting<>("RekeyLimit", RekeyLimit.DEFAULT);
  public final Setting<Boolean> compression = new Setting<>("Compression", false);
  public final Setting<String> versionAddendum = new Setting<>("VersionAddendum", "");

  public final Setting<List<String>> kexAlgorithms =
      new Setting<>("KexAlgorithms", KexMethods.DEFAULT_OF_CLIENT);
  public final Setting<List<String>> ciphers =
      new Setting<>("Ciphers", PacketCiphers.DEFAULT_ENCRYPTION);
  public final Setting<List<String>> macs = new Setting<>("MACs", PacketCiphers.DEFAULT_MACS);
  public final Setting<List<String>> hostKeyAlgorithms =
      new Setting<>("HostKeyAlgorithms", HOST_KEYS);
  public final Setting<List<String>> pubkeyAcceptedAlgorithms =
      new Setting<>("PubkeyAcceptedAlgorithms", USER_KEYS);

  /** What a CA may have signed host certificates by. */
  public final Setting<List<String>> caSignatureAlgorithms =
      new Setting<>("CASignatureAlgorithms", SignatureAlgorithms.DEFAULT_CA);

  /** Bits; never fewer than we accept at all. */
  public final Setting<Integer> requiredRsaSize =
      new Setting<>("RequiredRSASize", RsaPublicKey.DEFAULT_MINIMUM_BITS);

  public final Setting<Boolean> warnWeakCrypto = new Setting<>("WarnWeakCrypto", true);

  public final Setting<StrictHostKeyChecking> strictHostKeyChecking =
      new Setting<>("StrictHostKeyChecking", StrictHostKeyChecking.ASK);
  public final Setting<List<String>> userKnownHostsFile =
      new Setting<>("UserKnownHostsFile", List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2"));
  public final Setting<List<String>> globalKnownHostsFile =
      new Setting<>(
          "GlobalKnownHostsFile", List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"));
  public final Setting<Boolean> hashKnownHosts = new Setting<>("HashKnownHosts", false);
  public final Setting<Optional<String>> hostKeyAlias = unset("HostKeyAlias");

  /** Files of keys that are never believed. */
  public final Setting<List<String>> revokedHostKeys = new Setting<>("RevokedHostKeys", List.of());

  public final Setting<Optional<String>> knownHostsCommand = unset("KnownHostsCommand");

  /** Empty: only where the usual user files are in use, see {@link #updateHostKeysInForce}. */
  public final Setting<Optional<UpdateHostKeys>> updateHostKeys =
      new Setting<>("UpdateHostKeys", Optional.empty());

  public final Setting<VerifyHostKeyDns> verifyHostKeyDns =
      new Setting<>("VerifyHostKeyDNS", VerifyHostKeyDns.NO);

  public final Setting<Boolean> checkHostIp = new Setting<>("CheckHostIP", false);

  public final Setting<Boolean> batchMode = new Setting<>("BatchMode", false);
  public final Setting<List<String>> preferredAuthentications =
      new Setting<>("PreferredAuthentications", List.of("publickey", "password"));
  public final Setting<Boolean> pubkeyAuthentication = new Setting<>("PubkeyAuthentication", true);
  public final Setting<Boolean> passwordAuthentication =
      new Setting<>("PasswordAuthentication", true);
  public final Setting<Integer> numberOfPasswordPrompts =
      new Setting<>("NumberOfPasswordPrompts", 3);

  /** A socket, a variable that names one, or none; empty: the variable SSH_AUTH_SOCK. */
  public final Setting<Optional<String>> identityAgent = unset("IdentityAgent");

  public final Setting<Boolean> identitiesOnly = new Setting<>("IdentitiesOnly", false);

  public final Setting<RequestTty> requestTty = new Setting<>("RequestTTY", RequestTty.AUTO);
  public final Setting<SessionType> sessionType = new Setting<>("SessionType", SessionType.DEFAULT);
  public final Setting<Optional<String>> remoteCommand = unset("RemoteCommand");
  public final Setting<Boolean> stdinNull = new Setting<>("StdinNull", false);
  public final Setting<EscapeCharacter> escapeChar =
      new Setting<>("EscapeChar", EscapeCharacter.TILDE);
  public final Setting<List<String>> setEnv = new Setting<>("SetEnv", List.of());
  public final Setting<LogLevel> logLevel = new Setting<>("LogLevel", LogLevel.INFO);
  public final Setting<Optional<String>> tag = unset("Tag");
  public final Setting<List<String>> ignoreUnknown = new Setting<>("IgnoreUnknown", List.of());
  public final Setting<Boolean> exitOnForwardFailure = new Setting<>("ExitOnForwardFailure", false);
  public final Setting<Boolean> clearAllForwardings = new Setting<>("ClearAllForwardings", false);
  public final Setting<Optional<String>> refuseConnection = unset("RefuseConnection");

  public final Setting<Boolean> canonicalizeHostname = new Setting<>("CanonicalizeHostname", false);
  public final Setting<List<String>> canonicalDomains =
      new Setting<>("CanonicalDomains", List.of());
  public final Setting<Integer> canonicalizeMaxDots = new Setting<>("CanonicalizeMaxDots", 1);
  public final Setting<Boolean> canonicalizeFallbackLocal =
      new Setting<>("CanonicalizeFallbackLocal", true);

  private final List<IdentityFile> identityFiles = new ArrayList<>();
  private final List<String> certificateFiles = new ArrayList<>();
  private final List<String> sendEnv = new ArrayList<>();

  /** Nothing but defaults. */
  public ClientConfig() {}

  private static List<String> withCertificates(List<String> plain) {
    return Stream.concat(SignatureAlgorithms.DEFAULT_CERTIFICATE.stream(), plain.stream()).toList();
  }

  /** UpdateHostKeys in force, as ssh_config(5): not by itself where the user files were changed. */
  public UpdateHostKeys updateHostKeysInForce() {
    UpdateHostKeys otherwise = userKnownHostsFile.isSet() ? UpdateHostKeys.NO : UpdateHostKeys.YES;
    return updateHostKeys.get().orElse(otherwise);
  }

  private static Setting<Optional<String>> unset(String keyword) {
    return new Setting<>(keyword, Optional.empty());
  }

  Canonicalization canonicalization() {
    return new Canonicalization(
        canonicalizeHostname.get(),
        canonicalDomains.get(),
        canonicalizeMaxDots.get(),
        canonicalizeFallbackLocal.get());
  }

  /** A file is tried once, however often it is named. */
  public void addIdentityFile(IdentityFile file) {
    if (identityFiles.stream().noneMatch(known -> known.path().equals(file.path()))) {
      identityFiles.add(file);
    }
  }

  /** In the order to try them; empty when none is named, so the defaults count. */
  public List<IdentityFile> identityFiles() {
    return List.copyOf(identityFiles);
  }

  void addCertificateFile(String path) {
    if (!certificateFiles.contains(path)) {
      certificateFiles.add(path);
    }
  }

  /** CertificateFile as written, in the order to try them. */
  public List<String> certificateFiles() {
    return List.copyOf(certificateFiles);
  }

  /** Adds patterns of variable names; {@code -pattern} takes out those that it matches. */
  void sendEnv(List<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.startsWith("-")) {
        Wildcard removed = new Wildcard(pattern.substring(1));
        sendEnv.removeIf(removed::matches);
      } else {
        sendEnv.add(pattern);
      }
    }
  }

  /** Patterns of the names of variables to send. */
  public List<String> sendEnv() {
    return List.copyOf(sendEnv);
  }
}
