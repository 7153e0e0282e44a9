package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** {@code -T} and {@code -G} line by line beside those of OpenSSH 10.5. */
class ConfigurationListTest {
  /** What we do otherwise, or not at all; docs/sshd_config.md says why. */
  private static final Set<String> DIFFERENT =
      Set.of(
          "PAMServiceName",
          "UsePAM",
          "IgnoreUserKnownHosts",
          "KbdInteractiveAuthentication",
          "PrintMotd",
          "PrintLastLog",
          "PermitUserRC",
          "ModuliFile",
          "HostbasedAcceptedAlgorithms",
          "SshdSessionPath",
          "SshdAuthPath",
          "IPQoS",
          "UsersFile",
          "DrainTime");

  @TempDir Path folder;
  private KeyPair hostKey;

  @BeforeEach
  void makeKey() {
    hostKey = KeyPair.create(folder.resolve("host_key"));
  }

  private Path configuration(String text) throws IOException {
    String always =
        "RequiredRSASize 2048\nMacs hmac-sha2-256\nPidFile /run/sshd.pid\nHostKey "
            + hostKey.file()
            + "\n";
    return Files.writeString(
        folder.resolve("sshd_config"), always + text.replace("; ", "\n") + "\n");
  }

  private static List<String> comparable(Finished finished) {
    assertThat(finished.status()).as(finished.toString()).isZero();
    return finished
        .text()
        .lines()
        .filter(line -> !DIFFERENT.contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  private static void requireOpenSsh10() {
    Peers.require("sshd");
    String version = Program.of(Peers.path("sshd"), "-V").run().errors();
    // before, keywords were in lower case and others
    Assumptions.assumeTrue(version.startsWith("OpenSSH_10.5"), version.strip() + " is not 10.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Port 2022; Port 2023; ListenAddress 127.0.0.1; ListenAddress [::1]:7; LoginGraceTime 1m; "
            + "MaxAuthTries 3; MaxSessions 4; TCPKeepAlive yes; GatewayPorts clientspecified; "
            + "AllowTcpForwarding local; AllowAgentForwarding no; X11Forwarding yes; "
            + "X11DisplayOffset 20; X11UseLocalhost no; XAuthLocation /bin/true",
        "AddressFamily inet6; ClientAliveInterval 1h; ClientAliveCountMax 0; UseDNS no; "
            + "PermitRootLogin without-password; StrictModes no; Compression no; PermitTTY no; "
            + "AllowStreamLocalForwarding remote; StreamLocalBindMask 0027; "
            + "StreamLocalBindUnlink yes; RekeyLimit 1G 1h; MaxStartups 3:50:9; "
            + "PermitOpen a:1 b:*; PermitListen 8080 localhost:9",
        "AddressFamily inet; AllowUsers alice bob@10.0.0.0/8; DenyUsers eve; AllowGroups a b; "
            + "DenyGroups c; AcceptEnv LANG LC_*; SetEnv A=b C=d; Banner /etc/issue; "
            + "Subsystem sftp internal-sftp -u 0002; PubkeyAuthOptions touch-required; "
            + "AuthenticationMethods publickey,password publickey; "
            + "PerSourcePenalties authfail:1m crash:.5 max-sources6:7 overflow:deny-all; "
            + "PerSourcePenaltyExemptList 10.0.0.0/8,::1; LogLevel DEBUG; SyslogFacility LOCAL3",
        "PerSourcePenalties no; PerSourceMaxStartups 3; PerSourceNetBlockSize 24:48; "
            + "AuthorizedKeysFile a b; RevokedKeys /etc/krl; TrustedUserCAKeys /etc/ca.pub; "
            + "AuthorizedPrincipalsFile %h/p; VersionAddendum hello there; "
            + "ForceCommand a 'b  c' # d; LogLevel DEBUG3",
        "ChrootDirectory %h; ChannelTimeout session=5m x11-connection=30; Ciphers aes256-ctr; "
            + "UnusedConnectionTimeout 90; DisableForwarding yes; KexAlgorithms -ecdh*; "
            + "HostKeyAlgorithms ^rsa-sha2-512; PubkeyAcceptedAlgorithms +ssh-ed25519; "
            + "CASignatureAlgorithms ssh-ed25519",
      })
  void the_same_file_comes_to_the_same_values(String text) throws IOException {
    requireOpenSsh10();
    String file = configuration(text).toString();

    assertThat(comparable(OurProgram.sshdLite("-T", "-f", file).run()))
        .isEqualTo(comparable(Program.of(Peers.path("sshd"), "-T", "-f", file).run()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user=alice,addr=10.1.2.3,host=h.example.org,laddr=192.0.2.1,lport=22",
        "user=root,addr=10.1.2.3",
        "invalid-user,user=zoe,host=h.example.org"
      })
  void for_one_connection_too(String connection) throws IOException {
    requireOpenSsh10();
    String file =
        configuration(
                """
                Match user alice,root
                  MaxSessions 1
                Match address 10.0.0.0/8 localaddress 192.0.2.0/24
                  X11Forwarding yes
                Match host *.example.org
                  PermitTTY no
                Match group root,nogroup
                  Banner /etc/group-banner
                Match invalid-user
                  Banner /etc/no
                Match version OpenSSH_1*
                  AllowTcpForwarding no
                Match all
                  MaxSessions 9
                """)
            .toString();

    Program ours = OurProgram.sshdLite("-T", "-C", connection, "-f", file);
    Program theirs = Program.of(Peers.path("sshd"), "-T", "-C", connection, "-f", file);
    assertThat(comparable(ours.run())).isEqualTo(comparable(theirs.run()));
  }

  @Test
  void without_any_key_the_values_are_told_by_G_alone() throws IOException {
    Path file = Files.writeString(folder.resolve("sshd_config"), "HostKey /no/such/key\nPort 7\n");

    assertThat(OurProgram.sshdLite("-T", "-f", file.toString()).run().status()).isEqualTo(1);
    Finished listed = OurProgram.sshdLite("-G", "-f", file.toString()).run();
    assertThat(listed.status()).isZero();
    assertThat(listed.text()).startsWith("Port 7\n").contains("\nHostKey /no/such/key\n");
  }

  @Test
  void what_is_not_supported_is_one_line_once() throws IOException {
    String file = configuration("HostbasedAuthentication yes; IPQoS none").toString();

    Finished tested = OurProgram.sshdLite("-t", "-f", file).run();

    assertThat(tested.status()).isZero();
    assertThat(tested.errors().lines())
        .containsExactly(
            file + " line 5: HostbasedAuthentication is not supported yet: ignored",
            file + " line 6: IPQoS is not supported yet: ignored");
  }
}
