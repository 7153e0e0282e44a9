package org.sshlite.sshd.session;

import java.util.Map;
import java.util.Optional;
import org.sshlite.sftp.server.Transfers;
import org.sshlite.sftp.server.UserHandles;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.process.LoginProcess;
import org.sshlite.sshd.recording.Recordings;

/**
 * How a user's sessions are served.
 *
 * @param id among the sessions of the connection that are open, for the log
 * @param user the name that logged in, for the log
 * @param subsystems command lines for the shell, or internal-sftp, by the names of subsystems
 * @param chroot for internal-sftp; nothing else runs where there is one
 * @param login that the user's processes are started from, with the session of PAM; empty for this
 *     process
 * @param welcome to those who ask for a shell
 * @param passwordExpired whether it is to be changed, and nothing else may be done
 * @param authInfo the file that says by what the user has logged in; empty where there is none
 * @param transfers told of files that internal-sftp served
 * @param handles of the one who logged in, in all of his sessions
 * @param variables room for those that the client sets
 * @param recordings of those on terminals
 */
public record SessionRules(
    int id,
    String user,
    Permit permit,
    Map<String, String> subsystems,
    Optional<ChrootDirectory> chroot,
    Optional<LoginProcess> login,
    Welcome welcome,
    boolean passwordExpired,
    Optional<String> authInfo,
    Transfers transfers,
    UserHandles handles,
    VariableRoom variables,
    Recordings recordings) {
  public SessionRules {
    subsystems = Map.copyOf(subsystems);
  }

  /** Shells and commands, with and without a terminal, and nothing besides. */
  public static SessionRules plain(String user) {
    return new SessionRules(
        0,
        user,
        Permit.shells(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Welcome.NONE,
        false,
        Optional.empty(),
        Transfers.UNSEEN,
        UserHandles.alone(),
        new VariableRoom(user),
        Recordings.NONE);
  }
}
