package org.sshlite.client.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.protocol.config.AlgorithmSpec;
import org.sshlite.protocol.config.ByteSize;
import org.sshlite.protocol.config.ConfigException;
import org.sshlite.protocol.config.ConfigLine;
import org.sshlite.protocol.config.OpenSshNames;
import org.sshlite.protocol.config.StderrLog;
import org.sshlite.protocol.config.TimeSpan;

/** Reads the value of one line of a supported keyword into a {@link ClientConfig}. */
final class LineReader {
  private static final Map<String, Boolean> FLAG =
      Map.of("yes", true, "true", true, "no", false, "false", false);
  private static final Map<String, Boolean> PUBKEY =
      Map.of(
          "yes",
          true,
          "true",
          true,
          "no",
          false,
          "false",
          false,
          "unbound",
          true,
          "host-bound",
          true);
  private static final Map<String, Boolean> CANONICALIZE =
      Map.of("yes", true, "true", true, "no", false, "false", false, "always", true);
  private static final Map<String, Boolean> WARN =
      Map.of("yes", true, "true", true, "no", false, "false", false, "no-pq-kex", false);
  private static final Map<String, AddressFamily> FAMILY =
      Map.of("any", AddressFamily.ANY, "inet", AddressFamily.INET, "inet6", AddressFamily.INET6);
  private static final Map<String, RequestTty> TTY =
      Map.of(
          "auto",
          RequestTty.AUTO,
          "no",
          RequestTty.NO,
          "false",
          RequestTty.NO,
          "yes",
          RequestTty.YES,
          "true",
          RequestTty.YES,
          "force",
          RequestTty.FORCE);
  private static final Map<String, SessionType> SESSION =
      Map.of(
          "default", SessionType.DEFAULT,
          "subsystem", SessionType.SUBSYSTEM,
          "none", SessionType.NONE);

  private static final int LEAST_REKEY_BYTES = 16; // OpenSSH's: below that it is a typing error

  private final ClientConfig config;
  private final StderrLog log;

  LineReader(ClientConfig config, StderrLog log) {
    this.config = config;
    this.log = log;
  }

  /**
   * @param keyword in its usual spelling
   * @param active whether the line counts; it is checked all the same
   * @param users whether the line is the user's, not the administrator's
   * @return false when the keyword is none that has a value here
   */
  boolean read(String keyword, ConfigLine line, boolean active, boolean users)
      throws ConfigException {
    Target to = new Target(active);
    switch (keyword) {
      case "AddressFamily" -> to.set(config.addressFamily, line.oneOf(FAMILY));
      case "BatchMode" -> to.set(config.batchMode, line.oneOf(FLAG));
      case "CASignatureAlgorithms" ->
          to.set(config.caSignatureAlgorithms, keyAlgorithms(line, SignatureAlgorithms.DEFAULT_CA));
      case "CanonicalDomains" -> to.set(config.canonicalDomains, line.allOrNone());
      case "CanonicalizeFallbackLocal" ->
          to.set(config.canonicalizeFallbackLocal, line.oneOf(FLAG));
      case "CanonicalizeHostname" -> to.set(config.canonicalizeHostname, line.oneOf(CANONICALIZE));
      case "CanonicalizeMaxDots" -> to.set(config.canonicalizeMaxDots, line.number());
      case "CertificateFile" -> to.addCertificate(line.only());
      case "CheckHostIP" -> to.set(config.checkHostIp, line.oneOf(FLAG));
      case "Ciphers" ->
          to.set(
              config.ciphers,
              algorithms(
                  line,
                  PacketCiphers.DEFAULT_ENCRYPTION,
                  PacketCiphers.SUPPORTED_ENCRYPTION,
                  OpenSshNames.CIPHERS));
      case "ClearAllForwardings" -> to.set(config.clearAllForwardings, line.oneOf(FLAG));
      case "Compression" -> to.set(config.compression, line.oneOf(FLAG));
      case "ConnectTimeout" -> to.set(config.connectTimeout, time(line));
      case "ConnectionAttempts" -> to.set(config.connectionAttempts, line.number());
      case "EscapeChar" -> to.set(config.escapeChar, escapeCharacter(line));
      case "ExitOnForwardFailure" -> to.set(config.exitOnForwardFailure, line.oneOf(FLAG));
      case "GlobalKnownHostsFile" -> to.set(config.globalKnownHostsFile, line.allOrNone());
      case "HashKnownHosts" -> to.set(config.hashKnownHosts, line.oneOf(FLAG));
      case "HostKeyAlgorithms" ->
          to.set(config.hostKeyAlgorithms, keyAlgorithms(line, ClientConfig.HOST_KEYS));
      case "HostKeyAlias" -> to.set(config.hostKeyAlias, Optional.of(line.only()));
      case "HostName" -> to.set(config.hostName, Optional.of(line.only()));
      case "IdentitiesOnly" -> to.set(config.identitiesOnly, line.oneOf(FLAG));
      case "IdentityAgent" -> to.set(config.identityAgent, Optional.of(line.only()));
      case "IdentityFile" -> to.addIdentity(new IdentityFile(line.only(), users));
      case "IgnoreUnknown" -> to.set(config.ignoreUnknown, List.of(line.only().split(",")));
      case "KexAlgorithms" ->
          to.set(
              config.kexAlgorithms,
              algorithms(
                  line, KexMethods.DEFAULT_OF_CLIENT, KexMethods.SUPPORTED, OpenSshNames.KEX));
      case "KnownHostsCommand" -> to.set(config.knownHostsCommand, absoluteCommand(line));
      case "LogLevel" -> to.set(config.logLevel, line.logLevel());
      case "MACs" -> readMacs(line, to);
      case "NumberOfPasswordPrompts" -> to.set(config.numberOfPasswordPrompts, line.number());
      case "PasswordAuthentication" -> to.set(config.passwordAuthentication, line.oneOf(FLAG));
      case "Port" -> to.set(config.port, port(line));
      case "PreferredAuthentications" ->
          to.set(config.preferredAuthentications, List.of(line.only().split(",")));
      case "PubkeyAcceptedAlgorithms" ->
          to.set(config.pubkeyAcceptedAlgorithms, keyAlgorithms(line, ClientConfig.USER_KEYS));
      case "PubkeyAuthentication" -> to.set(config.pubkeyAuthentication, line.oneOf(PUBKEY));
      case "RefuseConnection" -> to.set(config.refuseConnection, Optional.of(line.only()));
      case "RekeyLimit" -> to.set(config.rekeyLimit, rekeyLimit(line));
      case "RemoteCommand" -> to.set(config.remoteCommand, command(line));
      case "RequestTTY" -> to.set(config.requestTty, line.oneOf(TTY));
      case "RequiredRSASize" -> to.set(config.requiredRsaSize, line.number());
      case "RevokedHostKeys" -> to.set(config.revokedHostKeys, line.allOrNone());
      case "SendEnv" -> to.sendEnv(variableNames(line));
      case "ServerAliveCountMax" -> to.set(config.serverAliveCountMax, line.number());
      case "ServerAliveInterval" -> to.set(config.serverAliveInterval, time(line));
      case "SessionType" -> to.set(config.sessionType, line.oneOf(SESSION));
      case "SetEnv" -> to.set(config.setEnv, variables(line));
      case "StdinNull" -> to.set(config.stdinNull, line.oneOf(FLAG));
      case "StrictHostKeyChecking" -> to.set(config.strictHostKeyChecking, strictness(line));
      case "TCPKeepAlive" -> to.set(config.tcpKeepAlive, line.oneOf(FLAG));
      case "Tag" -> to.set(config.tag, Optional.of(line.only()));
      case "UpdateHostKeys" -> to.set(config.updateHostKeys, Optional.of(updates(line)));
      case "User" -> to.set(config.user, Optional.of(line.only()));
      case "UserKnownHostsFile" -> to.set(config.userKnownHostsFile, line.allOrNone());
      case "VerifyHostKeyDNS" -> to.set(config.verifyHostKeyDns, sshfp(line));
      case "VersionAddendum" -> to.set(config.versionAddendum, command(line).orElse(""));
      case "WarnWeakCrypto" -> to.set(config.warnWeakCrypto, line.oneOf(WARN));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Where values go: nowhere, when the line stands in a block for other hosts. */
  private final class Target {
    private final boolean active;

    Target(boolean active) {
      this.active = active;
    }

    <T> void set(Setting<T> setting, T value) {
      if (active) {
        setting.offer(value);
      }
    }

    void addIdentity(IdentityFile file) {
      if (active) {
        config.addIdentityFile(file);
      }
    }

    void addCertificate(String path) {
      if (active) {
        config.addCertificateFile(path);
      }
    }

    void sendEnv(List<String> patterns) {
      if (active) {
        config.sendEnv(patterns);
      }
    }
  }

  private List<String> algorithms(
      ConfigLine line, List<String> defaults, List<String> supported, Set<String> known)
      throws ConfigException {
    return AlgorithmSpec.read(line, defaults, supported, known, log);
  }

  private List<String> keyAlgorithms(ConfigLine line, List<String> defaults)
      throws ConfigException {
    return algorithms(line, defaults, SignatureAlgorithms.SUPPORTED, OpenSshNames.KEYS);
  }

  private void readMacs(ConfigLine line, Target to) throws ConfigException {
    to.set(
        config.macs,
        algorithms(
            line, PacketCiphers.DEFAULT_MACS, PacketCiphers.SUPPORTED_MACS, OpenSshNames.MACS));
  }

  /** Zero for "none". */
  private static Duration time(ConfigLine line) throws ConfigException {
    return line.is("none") ? Duration.ZERO : line.timeSpan();
  }

  private static int port(ConfigLine line) throws ConfigException {
    String text = line.only();
    return Destination.port(text).orElseThrow(() -> line.error("Bad port '" + text + "'."));
  }

  private static EscapeCharacter escapeCharacter(ConfigLine line) throws ConfigException {
    return EscapeCharacter.parse(line.only())
        .orElseThrow(() -> line.error("Bad escape character."));
  }

  private static StrictHostKeyChecking strictness(ConfigLine line) throws ConfigException {
    String text = line.only();
    return StrictHostKeyChecking.parse(text)
        .orElseThrow(() -> line.error("unsupported option \"" + text + "\"."));
  }

  private static UpdateHostKeys updates(ConfigLine line) throws ConfigException {
    String text = line.only();
    return UpdateHostKeys.parse(text)
        .orElseThrow(() -> line.error("unsupported option \"" + text + "\"."));
  }

  private static VerifyHostKeyDns sshfp(ConfigLine line) throws ConfigException {
    String text = line.only();
    return VerifyHostKeyDns.parse(text)
        .orElseThrow(() -> line.error("unsupported option \"" + text + "\"."));
  }

  private static RekeyLimit rekeyLimit(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    if (words.size() > 2) {
      throw line.error("keyword RekeyLimit extra arguments at end of line");
    }
    String size = words.getFirst();
    OptionalLong bytes =
        size.equals("default") || size.equals("none") ? OptionalLong.of(0) : ByteSize.parse(size);
    if (bytes.isEmpty()) {
      throw line.error("Bad number '" + size + "'");
    }
    if (bytes.getAsLong() != 0 && bytes.getAsLong() < LEAST_REKEY_BYTES) {
      throw line.error("RekeyLimit too small");
    }
    boolean timeless = words.size() == 1 || words.getLast().equals("none");
    Optional<Duration> interval =
        timeless ? Optional.of(Duration.ZERO) : TimeSpan.parse(words.getLast());
    return new RekeyLimit(
        bytes.getAsLong(), interval.orElseThrow(() -> line.error("invalid time value.")));
  }

  /** The rest of the line as it stands; empty for "none". */
  private static Optional<String> command(ConfigLine line) {
    return line.rest().equalsIgnoreCase("none") ? Optional.empty() : Optional.of(line.rest());
  }

  /** It is run by no shell, and nobody's PATH shall choose what vouches for hosts. */
  private static Optional<String> absoluteCommand(ConfigLine line) throws ConfigException {
    Optional<String> command = command(line);
    if (command.isPresent() && !command.get().startsWith("/")) {
      throw line.error("KnownHostsCommand must be an absolute path");
    }
    return command;
  }

  private static List<String> variableNames(ConfigLine line) throws ConfigException {
    List<String> names = line.all();
    if (names.stream().anyMatch(name -> name.indexOf('=') >= 0)) {
      throw line.error("Invalid environment name.");
    }
    return names;
  }

  /** The first value of each variable. */
  private static List<String> variables(ConfigLine line) throws ConfigException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : line.all()) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw line.error("Invalid SetEnv.");
      }
      variables.putIfAbsent(word.substring(0, equals), word);
    }
    return new ArrayList<>(variables.values());
  }
}
