package org.sshlite.tests.zoo;

import static org.sshlite.tests.zoo.Cell.DOWN_CLIENT_REKEYS;
import static org.sshlite.tests.zoo.Cell.DOWN_SERVER_REKEYS;
import static org.sshlite.tests.zoo.Cell.ECDSA;
import static org.sshlite.tests.zoo.Cell.FILES;
import static org.sshlite.tests.zoo.Cell.PASSWORD;
import static org.sshlite.tests.zoo.Cell.PTY;
import static org.sshlite.tests.zoo.Cell.RSA;
import static org.sshlite.tests.zoo.Cell.SIGNAL;
import static org.sshlite.tests.zoo.Cell.STATUS;
import static org.sshlite.tests.zoo.Cell.UP_SERVER_REKEYS;

import java.util.List;

/** The foreign servers. */
final class ServerRows {
  private static final String OWN_TYPES =
      "it names the types of its host keys as those that it takes of users";

  private ServerRows() {}

  static final List<Row<ServerDriver>> ALL =
      List.of(
          Row.of("OpenSSH sshd", new Version.Debian("openssh-server"), ServerDriver.openSsh()),
          Row.of("Dropbear", new Version.Debian("dropbear-bin"), ServerDriver.dropbear())
              .lacks(Rows.NO_REKEY, DOWN_SERVER_REKEYS, UP_SERVER_REKEYS),
          Row.of("tinysshd", new Version.Debian("tinysshd"), ServerDriver.tiny())
              .varies(
                  "now and then it stalls while keys are exchanged, as with OpenSSH's ssh",
                  DOWN_CLIENT_REKEYS)
              .lacks("it takes Ed25519 keys only", PASSWORD, ECDSA, RSA)
              .lacks(Rows.NO_REKEY, DOWN_SERVER_REKEYS, UP_SERVER_REKEYS),
          python("paramiko", "python3-paramiko", "paramiko_server.py"),
          python("asyncssh", "python3-asyncssh", "asyncssh_server.py")
              .varies(Rows.DATA_IN_KEX, DOWN_SERVER_REKEYS, DOWN_CLIENT_REKEYS)
              .lacks(Rows.SENT_ONLY, UP_SERVER_REKEYS),
          python("Twisted Conch", "python3-twisted", "conch_server.py")
              .fails(OWN_TYPES, RSA)
              .varies("it loses the end of the output, with status 0", DOWN_CLIENT_REKEYS)
              .fails("its files have names of ASCII alone", FILES)
              .lacks(Rows.NO_REKEY, DOWN_SERVER_REKEYS, UP_SERVER_REKEYS),
          Row.of(
                  "Erlang ssh",
                  new Version.Debian("erlang-ssh"),
                  ServerDriver.of(() -> Built.erlang("server.escript")))
              .says("status 137")
              .lacks(Rows.ONCE_A_MINUTE, DOWN_SERVER_REKEYS, UP_SERVER_REKEYS),
          Row.of("Go x/crypto/ssh", Rows.GO, ServerDriver.of(() -> Built.compiled("go_server"))),
          Row.of(
                  "npm ssh2",
                  new Version.Npm("ssh2"),
                  ServerDriver.of(() -> Built.node("ssh2_server.js")))
              .lacks(Rows.NO_REKEY, DOWN_SERVER_REKEYS, UP_SERVER_REKEYS),
          java("Apache MINA SSHD 2", "mina2", "MinaServer", "sshd-core").says("status 137"),
          java("Apache MINA SSHD 3", "mina3", "MinaServer", "sshd-core").says("status 137"),
          Row.of(
                  "proftpd mod_sftp",
                  new Version.Debian("proftpd-mod-crypto"),
                  ServerDriver.proftpd())
              .lacks("it serves files, and runs no commands", STATUS, SIGNAL, PTY));

  private static Row<ServerDriver> python(String name, String debian, String script) {
    return Row.of(name, new Version.Debian(debian), ServerDriver.of(() -> Built.python(script)));
  }

  private static Row<ServerDriver> java(String name, String peer, String main, String artifact) {
    return Row.of(
        name, new Version.Maven(peer, artifact), ServerDriver.of(() -> Built.java(peer, main)));
  }
}
