package org.sshlite.tests.zoo;

import static org.sshlite.tests.zoo.Cell.DOWN_CLIENT_REKEYS;
import static org.sshlite.tests.zoo.Cell.DOWN_SERVER_REKEYS;
import static org.sshlite.tests.zoo.Cell.ED25519;
import static org.sshlite.tests.zoo.Cell.FILES;
import static org.sshlite.tests.zoo.Cell.KEEPALIVE;
import static org.sshlite.tests.zoo.Cell.PASSWORD;
import static org.sshlite.tests.zoo.Cell.PTY;
import static org.sshlite.tests.zoo.Cell.RSA;
import static org.sshlite.tests.zoo.Cell.SIGNAL;
import static org.sshlite.tests.zoo.Cell.STATUS;
import static org.sshlite.tests.zoo.Cell.UP_CLIENT_REKEYS;
import static org.sshlite.tests.zoo.Cell.UP_SERVER_REKEYS;

import java.util.List;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.sftp.foreign.ForeignClients;
import org.sshlite.tests.sftp.foreign.ForeignFiles;

/** The foreign clients. */
final class ClientRows {
  private static final String SHA_1 = "it knows key exchange with SHA-1 only";
  private static final String THREADS_WAIT =
      "asked for new keys while data flow, its threads wait for each other for ever";

  private ClientRows() {}

  static final List<Row<Driver>> ALL =
      List.of(
          Row.of(
                  "OpenSSH ssh",
                  new Version.Debian("openssh-client"),
                  Driver.of(Client.SSH).moving(ForeignClients.SFTP))
              .says("status 255"),
          Row.of(
                  "PuTTY plink",
                  new Version.Debian("putty-tools"),
                  Driver.of(Client.PLINK).moving(ForeignClients.PSFTP))
              .says("status 128"),
          Row.of(
                  "Dropbear dbclient",
                  new Version.Debian("dropbear-bin"),
                  Driver.of(Client.DBCLIENT))
              .says("status 0")
              .lacks("it asks for a pty only where it has a terminal itself: TerminalTest", PTY)
              .lacks("it leaves files to OpenSSH's sftp", FILES)
              .lacks(Rows.NO_REKEY, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS),
          Row.of(
                  "curl (libssh2)",
                  new Version.Debian("libssh2-1"),
                  Driver.ofCurl().moving(ForeignClients.CURL))
              .fails("it signs with RSA and SHA-1 only", RSA)
              .lacks("it copies files, and runs no commands", STATUS, SIGNAL, KEEPALIVE, PTY)
              .lacks(Rows.NO_REKEY, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS),
          Row.of(
                  "libssh",
                  new Version.Debian("libssh-4"),
                  Driver.of(() -> Built.compiled("libssh_client"))
                      .moving(ForeignClients.script(() -> Built.compiled("libssh_files"))))
              .says("signal KILL"),
          Row.of(
                  "paramiko",
                  new Version.Debian("python3-paramiko"),
                  Driver.of(() -> Built.python("paramiko_client.py"))
                      .moving(ForeignClients.PARAMIKO))
              .says("status 255"),
          Row.of(
                  "asyncssh",
                  new Version.Debian("python3-asyncssh"),
                  Driver.of(() -> Built.python("asyncssh_client.py"))
                      .moving(ForeignClients.ASYNCSSH))
              .says("signal KILL")
              .lacks(Rows.SENT_ONLY, DOWN_CLIENT_REKEYS)
              .varies(Rows.DATA_IN_KEX, UP_SERVER_REKEYS, UP_CLIENT_REKEYS),
          Row.of(
                  "Twisted Conch",
                  new Version.Debian("python3-twisted"),
                  Driver.of(() -> Built.python("conch_client.py"))
                      .moving(ForeignClients.script(() -> Built.python("conch_files.py"))))
              .says("signal KILL")
              .fails("it signs with RSA and SHA-1 only", RSA),
          Row.of(
                  "Erlang ssh",
                  new Version.Debian("erlang-ssh"),
                  Driver.of(() -> Built.erlang("client.escript"))
                      .moving(ForeignClients.script(() -> Built.erlang("files.escript"))))
              .says("signal KILL")
              .lacks(Rows.ONCE_A_MINUTE, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS),
          Row.of(
                  "Go x/crypto/ssh",
                  Rows.GO,
                  Driver.of(() -> Built.compiled("go_client"))
                      .moving(ForeignClients.script(() -> Built.compiled("go_files"))))
              .says("signal KILL"),
          Row.of(
                  "Ruby Net::SSH",
                  new Version.Debian("ruby-net-ssh").and(new Version.Debian("ruby-net-sftp")),
                  Driver.of(() -> Built.ruby("net_ssh_client.rb"))
                      .moving(ForeignClients.script(() -> Built.ruby("net_sftp_files.rb"))))
              .says("signal KILL"),
          Row.of(
                  "phpseclib",
                  new Version.Debian("php-phpseclib3"),
                  Driver.of(() -> Built.php("phpseclib_client.php"))
                      .moving(ForeignClients.script(() -> Built.php("phpseclib_files.php"))))
              .says("status 255")
              .lacks("a command gets no input from it", UP_SERVER_REKEYS, UP_CLIENT_REKEYS)
              .lacks(Rows.NO_REKEY, DOWN_CLIENT_REKEYS),
          Row.of(
                  "npm ssh2",
                  new Version.Npm("ssh2"),
                  Driver.of(() -> Built.node("ssh2_client.js"))
                      .moving(ForeignClients.script(() -> Built.node("ssh2_files.js"))))
              .says("signal KILL")
              .lacks(Rows.NO_REKEY, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS),
          Row.of(
                  "Microsoft dev-tunnels-ssh",
                  new Version.Npm("@microsoft/dev-tunnels-ssh"),
                  Driver.of(() -> Built.node("devtunnels_client.js")))
              .says("signal KILL")
              .lacks("it knows no Ed25519", ED25519)
              .lacks("it has no sftp", FILES)
              .fails(
                  "it takes a KEXINIT only while it waits for one",
                  DOWN_SERVER_REKEYS,
                  UP_SERVER_REKEYS)
              .varies(Rows.DATA_IN_KEX, UP_CLIENT_REKEYS),
          java("JSch", "jsch", "JschClient", "jsch", ForeignClients.JSCH)
              .says("status 255")
              // it looks whether keys are exchanged before it takes the lock under which it sends
              .varies(Rows.DATA_IN_KEX, UP_SERVER_REKEYS)
              .varies(THREADS_WAIT, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS),
          java("sshj", "sshj", "SshjClient", "sshj", ForeignClients.SSHJ)
              .says("signal KILL")
              .varies(THREADS_WAIT, DOWN_CLIENT_REKEYS),
          java("Apache MINA SSHD 2", "mina2", "MinaClient", "sshd-core", ForeignClients.MINA)
              .says("signal KILL"),
          java(
                  "Apache MINA SSHD 3",
                  "mina3",
                  "MinaClient",
                  "sshd-core",
                  built("mina3", "MinaFiles"))
              .says("signal KILL"),
          java(
                  "Maverick Synergy",
                  "synergy",
                  "SynergyClient",
                  "maverick-synergy-client",
                  built("synergy", "SynergyFiles"))
              .says("signal KILL"),
          java(
                  "ConnectBot sshlib",
                  "sshlib",
                  "TrileadClient",
                  "sshlib",
                  built("sshlib", "TrileadFiles"))
              .says("signal KILL")
              .fails(
                  "it ends when keys are exchanged anew",
                  DOWN_SERVER_REKEYS,
                  UP_SERVER_REKEYS,
                  DOWN_CLIENT_REKEYS,
                  UP_CLIENT_REKEYS),
          java("trilead-ssh2", "trilead", "TrileadClient", "trilead-ssh2")
              .lacks(SHA_1, Cell.values())
              .fails(SHA_1, PASSWORD),
          java("JGit ssh.apache", "jgit", "JgitClient", "org.eclipse.jgit.ssh.apache")
              .says("status 1")
              .lacks("it asks for no pty", PTY)
              .lacks("it has files, and is not told to move any here", FILES)
              .lacks(Rows.NO_REKEY, DOWN_CLIENT_REKEYS, UP_CLIENT_REKEYS));

  private static ForeignFiles.Peer built(String peer, String main) {
    return ForeignClients.script(() -> Built.java(peer, main));
  }

  private static Row<Driver> java(
      String name, String peer, String main, String artifact, ForeignFiles.Peer files) {
    return Row.of(
        name,
        new Version.Maven(peer, artifact),
        Driver.of(() -> Built.java(peer, main)).moving(files));
  }

  private static Row<Driver> java(String name, String peer, String main, String artifact) {
    return Row.of(name, new Version.Maven(peer, artifact), Driver.of(() -> Built.java(peer, main)));
  }
}
