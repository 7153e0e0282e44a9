package org.sshlite.sshd.config;

import org.sshlite.program.config.KeywordTable;

/** All keywords of OpenSSH 10.5's sshd_config, and what is done about those we do not support. */
final class Keywords {
  static final KeywordTable TABLE = table();

  private Keywords() {}

  private static KeywordTable table() {
    KeywordTable.Builder table = KeywordTable.builder().supported("Match", "Include");
    Settings.all().forEach(setting -> table.supported(setting.name()));
    authentication(table);
    sessions(table);
    server(table);
    old(table);
    return table.build();
  }

  private static void authentication(KeywordTable.Builder table) {
    table
        // what follows gives more ways to log in: without it there are fewer
        .ignoredUnless("HostbasedAuthentication", "no")
        .ignoredUnless("KerberosAuthentication", "no")
        .ignoredUnless("GSSAPIAuthentication", "no")
        .ignored("HostbasedAcceptedAlgorithms")
        .ignored("HostbasedUsesNameFromPacketOnly", "IgnoreRhosts", "IgnoreUserKnownHosts")
        .ignored("KerberosOrLocalPasswd", "KerberosTicketCleanup", "KerberosGetAFSToken")
        .ignored("GSSAPICleanupCredentials", "GSSAPIDelegateCredentials")
        .ignored("GSSAPIStrictAcceptorCheck")
        .ignored("SecurityKeyProvider");
  }

  private static void sessions(KeywordTable.Builder table) {
    table.refusedUnless("RDomain", "none");
  }

  private static void server(KeywordTable.Builder table) {
    table
        .ignoredUnless("FingerprintHash", "sha256")
        .ignored("ModuliFile")
        .ignored("SshdSessionPath", "SshdAuthPath");
  }

  private static void old(KeywordTable.Builder table) {
    table
        .deprecated("ServerKeyBits", "KeyRegenerationInterval", "RHostsAuthentication")
        .deprecated("RhostsRSAAuthentication", "RSAAuthentication", "CheckMail", "UseLogin")
        .deprecated("VerifyReverseMapping", "ReverseMappingCheck", "AuthorizedKeysFile2")
        .deprecated("UsePrivilegeSeparation", "KerberosTgtPassing", "AFSTokenPassing")
        .satisfied("Protocol")
        .alias("HostDSAKey", "HostKey")
        .alias("HostBasedAcceptedKeyTypes", "HostbasedAcceptedAlgorithms")
        .alias("PubkeyAcceptedKeyTypes", "PubkeyAcceptedAlgorithms")
        .alias("DSAAuthentication", "PubkeyAuthentication")
        .alias("ChallengeResponseAuthentication", "KbdInteractiveAuthentication")
        .alias("SKeyAuthentication", "KbdInteractiveAuthentication")
        .alias("KeepAlive", "TCPKeepAlive");
  }
}
