package org.sshlite.sftp.wire;

import java.util.List;

/**
 * Which of the two paths of SSH_FXP_SYMLINK comes first. The draft has the link there (filexfer-02
 * §6.10), OpenSSH the target (its PROTOCOL §4.1), and the protocol tells nobody which of the two is
 * meant. What is known of peers is the software that their identification strings name:
 *
 * <ul>
 *   <li>The target first, whoever is at the other end: OpenSSH, and with it paramiko, Apache MINA
 *       SSHD, JSch, Go's pkg/sftp, proftpd's mod_sftp, and what runs OpenSSH's sftp-server.
 *   <li>The target first for OpenSSH, known by its name, and the link first for everybody else,
 *       which is us: npm ssh2 and asyncssh, both ends; the clients of libssh, phpseclib and WinSCP.
 *   <li>The link first, whoever is at the other end: Erlang's ssh and Twisted Conch, both ends;
 *       libssh's server; sshj's client. Who writes a program on such a client has to turn its paths
 *       round for OpenSSH, and what works there is to work here: they are read as OpenSSH reads
 *       them.
 * </ul>
 *
 * Where a peer is not known, as behind a connection that another program shares, it is OpenSSH's.
 */
public enum SymlinkOrder {
  TARGET_FIRST,
  LINK_FIRST;

  private static final List<String> CLIENTS =
      List.of("ssh2js", "AsyncSSH_", "libssh_", "libssh-", "phpseclib_", "WinSCP_");
  private static final List<String> SERVERS =
      List.of("ssh2js", "AsyncSSH_", "libssh_", "libssh-", "Erlang/", "Twisted_");

  /**
   * That of a client, which knows that this server is not OpenSSH.
   *
   * @param software as its identification string has it, RFC 4253 §4.2
   */
  public static SymlinkOrder ofClient(String software) {
    return of(software, CLIENTS);
  }

  /** That of a server; as {@link #ofClient}. */
  public static SymlinkOrder ofServer(String software) {
    return of(software, SERVERS);
  }

  private static SymlinkOrder of(String software, List<String> linkFirst) {
    return linkFirst.stream().anyMatch(software::startsWith) ? LINK_FIRST : TARGET_FIRST;
  }

  /** A request that came in this order, as it is meant; or one that is meant, as it is to go. */
  public Request.Asking turn(Request.Asking request) {
    return this == LINK_FIRST && request instanceof Request.Symlink(int id, var first, var second)
        ? new Request.Symlink(id, second, first)
        : request;
  }
}
