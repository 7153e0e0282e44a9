package org.sshlite.client.config;

import org.sshlite.protocol.config.KeywordTable;

/** Every keyword of ssh_config(5) as of OpenSSH 10.5, and what we make of it. */
final class ClientKeywords {
  static final KeywordTable TABLE = table();

  private ClientKeywords() {}

  private static KeywordTable table() {
    KeywordTable.Builder keywords = KeywordTable.builder();
    addSupported(keywords);
    addForwarding(keywords);
    addTrust(keywords);
    addAuthentication(keywords);
    addConnection(keywords);
    addSession(keywords);
    return addDeprecated(keywords).build();
  }

  private static void addSupported(KeywordTable.Builder keywords) {
    keywords
        .supported("AddressFamily", "BatchMode", "CASignatureAlgorithms", "CertificateFile")
        .supported("CanonicalDomains", "CanonicalizeHostname", "CanonicalizeMaxDots")
        .supported("CanonicalizeFallbackLocal")
        .supported("CheckHostIP", "Ciphers", "ClearAllForwardings", "KnownHostsCommand")
        .supported("RevokedHostKeys", "UpdateHostKeys", "VerifyHostKeyDNS")
        .supported("Compression", "ConnectTimeout", "ConnectionAttempts", "EscapeChar")
        .supported("ExitOnForwardFailure", "GlobalKnownHostsFile", "HashKnownHosts", "Host")
        .supported("HostKeyAlgorithms", "HostKeyAlias", "HostName", "IdentitiesOnly")
        .supported(
            "IdentityAgent",
            "IdentityFile",
            "IgnoreUnknown",
            "Include",
            "KexAlgorithms",
            "LogLevel",
            "MACs")
        .supported("Match", "NumberOfPasswordPrompts", "PasswordAuthentication", "Port")
        .supported("PreferredAuthentications", "PubkeyAcceptedAlgorithms", "PubkeyAuthentication")
        .supported("RefuseConnection", "RekeyLimit", "RemoteCommand", "RequestTTY")
        .supported("RequiredRSASize", "SendEnv")
        .supported("ServerAliveCountMax", "ServerAliveInterval", "SessionType", "SetEnv")
        .supported("StdinNull", "StrictHostKeyChecking", "TCPKeepAlive", "Tag", "User")
        .supported("UserKnownHostsFile", "VersionAddendum", "WarnWeakCrypto")
        .alias("KeepAlive", "TCPKeepAlive")
        .alias("IdentityFile2", "IdentityFile")
        .alias("DSAAuthentication", "PubkeyAuthentication")
        .alias("PubkeyAcceptedKeyTypes", "PubkeyAcceptedAlgorithms");
  }

  private static void addForwarding(KeywordTable.Builder keywords) {
    keywords
        .ignored("LocalForward", "RemoteForward", "DynamicForward")
        .ignoredUnless("ForwardAgent", "no", "false")
        .ignoredUnless("ForwardX11", "no", "false")
        .ignoredUnless("Tunnel", "no", "false")
        .ignoredUnless("EnableEscapeCommandline", "no", "false")
        // without forwarding these have nothing to act on
        .satisfied("ForwardX11Trusted", "ForwardX11Timeout", "XAuthLocation", "GatewayPorts")
        .satisfied("PermitRemoteOpen", "StreamLocalBindMask", "StreamLocalBindUnlink")
        .satisfied("TunnelDevice");
  }

  private static void addTrust(KeywordTable.Builder keywords) {
    keywords
        // we are asked for more keys, or trust fewer, without them
        .ignoredUnless("NoHostAuthenticationForLocalhost", "no", "false")
        .ignoredUnless("VisualHostKey", "no", "false")
        .ignoredUnless("FingerprintHash", "sha256");
  }

  private static void addAuthentication(KeywordTable.Builder keywords) {
    keywords
        .ignoredUnless("KbdInteractiveAuthentication", "no", "false")
        .alias("ChallengeResponseAuthentication", "KbdInteractiveAuthentication")
        .alias("SKeyAuthentication", "KbdInteractiveAuthentication")
        .alias("TISAuthentication", "KbdInteractiveAuthentication")
        .ignoredUnless("HostbasedAuthentication", "no", "false")
        .satisfied("KbdInteractiveDevices", "HostbasedAcceptedAlgorithms", "EnableSSHKeysign")
        .alias("HostbasedKeyTypes", "HostbasedAcceptedAlgorithms")
        .ignoredUnless("GSSAPIAuthentication", "no", "false")
        .ignoredUnless("GSSAPIDelegateCredentials", "no", "false")
        .ignoredUnless("AddKeysToAgent", "no", "false")
        .ignoredUnless("PKCS11Provider", "none")
        .alias("SmartcardDevice", "PKCS11Provider")
        .ignoredUnless("SecurityKeyProvider", "none");
  }

  private static void addConnection(KeywordTable.Builder keywords) {
    keywords
        // the connection would take another way than it was meant to
        .refusedUnless("ProxyCommand", "none")
        .refusedUnless("ProxyJump", "none")
        .refused("BindAddress", "BindInterface")
        .refusedUnless("CanonicalizePermittedCNAMEs", "none")
        .satisfied("ProxyUseFdpass")
        .ignoredUnless("ControlMaster", "no", "false")
        .ignoredUnless("ControlPersist", "no", "false")
        .satisfied("ControlPath")
        .ignored("IPQoS");
  }

  private static void addSession(KeywordTable.Builder keywords) {
    keywords
        // what is typed would tell more than its user wants it to
        .refusedUnless("ObscureKeystrokeTiming", "no", "false")
        .refusedUnless("ChannelTimeout", "none")
        .refusedUnless("ForkAfterAuthentication", "no", "false")
        .ignoredUnless("PermitLocalCommand", "no", "false")
        .satisfied("LocalCommand")
        .ignored("SyslogFacility")
        .ignoredUnless("LogVerbose", "none");
  }

  private static KeywordTable.Builder addDeprecated(KeywordTable.Builder keywords) {
    return keywords
        .satisfied("Protocol")
        .deprecated("Cipher", "FallBackToRsh", "GlobalKnownHostsFile2", "RhostsAuthentication")
        .deprecated("UserKnownHostsFile2", "UseRoaming", "UseRsh", "UsePrivilegedPort")
        .deprecated("AFSTokenPassing", "KerberosAuthentication", "KerberosTGTPassing")
        .deprecated("RSAAuthentication", "RhostsRSAAuthentication", "CompressionLevel");
  }
}
