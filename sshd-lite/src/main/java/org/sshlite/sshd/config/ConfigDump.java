package org.sshlite.sshd.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration as {@code sshd -T} of OpenSSH 10.5 prints it, keyword by keyword in its order
 * and spelling; behind it the keywords that are ours. Of one that we do not support it shows what
 * is so anyway.
 */
final class ConfigDump {
  private static final String NO = "no";
  private static final String NONE = "none";
  private static final String YES = "yes";

  private static final List<String> ORDER =
      Stream.of(
              "Port AddressFamily ListenAddress UsePAM PAMServiceName LoginGraceTime",
              "X11DisplayOffset MaxAuthTries MaxSessions ClientAliveInterval ClientAliveCountMax",
              "RequiredRSASize StreamLocalBindMask UnusedConnectionTimeout PermitRootLogin",
              "IgnoreRhosts IgnoreUserKnownHosts HostbasedAuthentication",
              "HostbasedUsesNameFromPacketOnly PubkeyAuthentication KerberosAuthentication",
              "KerberosOrLocalPasswd KerberosTicketCleanup KerberosGetAFSToken",
              "GSSAPIAuthentication GSSAPICleanupCredentials GSSAPIStrictAcceptorCheck",
              "GSSAPIDelegateCredentials PasswordAuthentication KbdInteractiveAuthentication",
              "PrintMotd PrintLastLog X11Forwarding X11UseLocalhost PermitTTY PermitUserRC",
              "StrictModes TCPKeepAlive PermitEmptyPasswords Compression GatewayPorts UseDNS",
              "AllowTcpForwarding AllowAgentForwarding DisableForwarding",
              "AllowStreamLocalForwarding StreamLocalBindUnlink FingerprintHash ExposeAuthInfo",
              "RefuseConnection PidFile ModuliFile XAuthLocation Ciphers Macs Banner",
              "ForceCommand ChrootDirectory TrustedUserCAKeys SecurityKeyProvider",
              "AuthorizedPrincipalsFile VersionAddendum AuthorizedKeysCommand",
              "AuthorizedKeysCommandUser AuthorizedPrincipalsCommand",
              "AuthorizedPrincipalsCommandUser HostKeyAgent KexAlgorithms CASignatureAlgorithms",
              "HostbasedAcceptedAlgorithms HostKeyAlgorithms PubkeyAcceptedAlgorithms",
              "SshdSessionPath SshdAuthPath PerSourcePenaltyExemptList LogLevel SyslogFacility",
              "AuthorizedKeysFile RevokedKeys HostKey HostCertificate AllowUsers DenyUsers",
              "AllowGroups DenyGroups AcceptEnv SetEnv AuthenticationMethods LogVerbose",
              "ChannelTimeout Subsystem MaxStartups PerSourceMaxStartups PerSourceNetBlockSize",
              "PermitTunnel IPQoS RekeyLimit PermitOpen PermitListen PermitUserEnvironment",
              "PubkeyAuthOptions PerSourcePenalties")
          .flatMap(names -> Stream.of(names.split(" ")))
          .toList();

  /** What is so without us reading the keyword; those that are nothing here are not shown. */
  private static final Map<String, String> ANYWAY =
      Map.ofEntries(
          Map.entry("IgnoreRhosts", YES),
          Map.entry("IgnoreUserKnownHosts", YES),
          Map.entry("HostbasedAuthentication", NO),
          Map.entry("HostbasedUsesNameFromPacketOnly", NO),
          Map.entry("FingerprintHash", "SHA256"),
          Map.entry("ExposeAuthInfo", NO),
          Map.entry("RefuseConnection", NO),
          Map.entry("SecurityKeyProvider", "internal"),
          Map.entry("HostKeyAgent", NONE));

  private ConfigDump() {}

  static Stream<String> lines(ServerConfig config) {
    Map<String, Setting<?>> settings =
        Settings.all().stream()
            .collect(Collectors.toMap(setting -> key(setting.name()), setting -> setting));
    Set<String> theirs = new HashSet<>();
    ORDER.forEach(name -> theirs.add(key(name)));
    return Stream.concat(
        ORDER.stream().flatMap(name -> lines(name, settings, config)),
        Settings.all().stream()
            .filter(setting -> !theirs.contains(key(setting.name())))
            .flatMap(setting -> setting.show(setting.name(), config).stream()));
  }

  private static Stream<String> lines(
      String name, Map<String, Setting<?>> settings, ServerConfig config) {
    Setting<?> setting = settings.get(key(name));
    if (setting != null) {
      return setting.show(name, config).stream();
    }
    String value = ANYWAY.get(name);
    return value == null ? Stream.empty() : Stream.of(name + " " + value);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
