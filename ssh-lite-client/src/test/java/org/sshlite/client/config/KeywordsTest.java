package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeywordsTest {
  private static final String ALL =
      """
      AddKeysToAgent AddressFamily BatchMode BindAddress BindInterface CanonicalDomains
      CanonicalizeFallbackLocal CanonicalizeHostname CanonicalizeMaxDots
      CanonicalizePermittedCNAMEs CASignatureAlgorithms CertificateFile ChannelTimeout
      CheckHostIP Ciphers ClearAllForwardings Compression ConnectionAttempts ConnectTimeout
      ControlMaster ControlPath ControlPersist DynamicForward EnableEscapeCommandline
      EnableSSHKeysign EscapeChar ExitOnForwardFailure FingerprintHash
      ForkAfterAuthentication ForwardAgent ForwardX11 ForwardX11Timeout ForwardX11Trusted
      GatewayPorts GlobalKnownHostsFile GSSAPIAuthentication GSSAPIDelegateCredentials
      HashKnownHosts Host HostbasedAcceptedAlgorithms HostbasedAuthentication
      HostKeyAlgorithms HostKeyAlias Hostname IdentitiesOnly IdentityAgent IdentityFile
      IgnoreUnknown Include IPQoS KbdInteractiveAuthentication KbdInteractiveDevices
      KexAlgorithms KnownHostsCommand LocalCommand LocalForward LogLevel LogVerbose MACs
      Match NoHostAuthenticationForLocalhost NumberOfPasswordPrompts ObscureKeystrokeTiming
      PasswordAuthentication PermitLocalCommand PermitRemoteOpen PKCS11Provider Port
      PreferredAuthentications ProxyCommand ProxyJump ProxyUseFdpass
      PubkeyAcceptedAlgorithms PubkeyAuthentication RefuseConnection RekeyLimit
      RemoteCommand RemoteForward RequestTTY RequiredRSASize RevokedHostKeys
      SecurityKeyProvider SendEnv ServerAliveCountMax ServerAliveInterval SessionType SetEnv
      StdinNull StreamLocalBindMask StreamLocalBindUnlink StrictHostKeyChecking
      SyslogFacility Tag TCPKeepAlive Tunnel TunnelDevice UpdateHostKeys User
      UserKnownHostsFile VerifyHostKeyDNS VersionAddendum VisualHostKey WarnWeakCrypto
      XAuthLocation
      """;

  /** Every keyword of ssh_config(5), OpenSSH 10.5. */
  static List<String> all() {
    return List.of(ALL.strip().split("\\s+"));
  }

  @Test
  void OpenSSHs_keywords_are_all_known() {
    ClientConfig config = new ClientConfig();
    for (String keyword : all()) {
      boolean structure = List.of("Host", "Match", "Include").contains(keyword);
      boolean known =
          structure
              || ClientKeywords.isPassedOver(keyword)
              || config.setting(ClientKeywords.canonical(keyword)).isPresent();
      assertThat(known).as(keyword).isTrue();
    }
  }

  /** Who gives a keyword an effect takes away the word that says that it has none. */
  @Test
  void a_keyword_that_is_not_marked_as_without_effect_is_used_somewhere() throws Exception {
    Path sources = Path.of("src/main/java");
    String text = "";
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        boolean declares = file.endsWith("ClientConfig.java");
        String code = Files.readString(file);
        // what the configuration uses itself stands behind the fields
        text += declares ? code.substring(code.indexOf("byName =")) : code;
      }
    }
    ClientConfig config = new ClientConfig();
    List<String> idle = new ArrayList<>();
    for (Field field : ClientConfig.class.getFields()) {
      Setting<?> setting = (Setting<?>) field.get(config);
      boolean used = Pattern.compile("\\b" + field.getName() + "\\b").matcher(text).find();
      if (setting.hasEffect() && !used) {
        idle.add(setting.keyword());
      }
    }
    assertThat(idle).isEmpty();
  }
}
