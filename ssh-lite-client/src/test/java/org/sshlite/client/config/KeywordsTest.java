package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {
  /** Every keyword of ssh_config(5), OpenSSH 10.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AddKeysToAgent AddressFamily BatchMode BindAddress BindInterface CanonicalDomains",
        "CanonicalizeFallbackLocal CanonicalizeHostname CanonicalizeMaxDots",
        "CanonicalizePermittedCNAMEs CASignatureAlgorithms CertificateFile ChannelTimeout",
        "CheckHostIP Ciphers ClearAllForwardings Compression ConnectionAttempts ConnectTimeout",
        "ControlMaster ControlPath ControlPersist DynamicForward EnableEscapeCommandline",
        "EnableSSHKeysign EscapeChar ExitOnForwardFailure FingerprintHash",
        "ForkAfterAuthentication ForwardAgent ForwardX11 ForwardX11Timeout ForwardX11Trusted",
        "GatewayPorts GlobalKnownHostsFile GSSAPIAuthentication GSSAPIDelegateCredentials",
        "HashKnownHosts Host HostbasedAcceptedAlgorithms HostbasedAuthentication",
        "HostKeyAlgorithms HostKeyAlias Hostname IdentitiesOnly IdentityAgent IdentityFile",
        "IgnoreUnknown Include IPQoS KbdInteractiveAuthentication KbdInteractiveDevices",
        "KexAlgorithms KnownHostsCommand LocalCommand LocalForward LogLevel LogVerbose MACs",
        "Match NoHostAuthenticationForLocalhost NumberOfPasswordPrompts ObscureKeystrokeTiming",
        "PasswordAuthentication PermitLocalCommand PermitRemoteOpen PKCS11Provider Port",
        "PreferredAuthentications ProxyCommand ProxyJump ProxyUseFdpass",
        "PubkeyAcceptedAlgorithms PubkeyAuthentication RefuseConnection RekeyLimit",
        "RemoteCommand RemoteForward RequestTTY RequiredRSASize RevokedHostKeys",
        "SecurityKeyProvider SendEnv ServerAliveCountMax ServerAliveInterval SessionType SetEnv",
        "StdinNull StreamLocalBindMask StreamLocalBindUnlink StrictHostKeyChecking",
        "SyslogFacility Tag TCPKeepAlive Tunnel TunnelDevice UpdateHostKeys User",
        "UserKnownHostsFile VerifyHostKeyDNS VersionAddendum VisualHostKey WarnWeakCrypto",
        "XAuthLocation",
      })
  void OpenSSHs_keywords_are_all_known(String keywords) {
    for (String keyword : keywords.split(" ")) {
      assertThat(ClientKeywords.TABLE.canonical(keyword)).as(keyword).isPresent();
    }
  }
}
