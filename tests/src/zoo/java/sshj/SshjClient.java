import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A client on sshj. */
public final class SshjClient {
  /** In milliseconds: for a machine with other things to do. */
  private static final int PATIENCE = 90_000;

  public static void main(String[] arguments) throws Exception {
    SSHClient client = new SSHClient();
    client.getTransport().setTimeoutMs(PATIENCE);
    client.getConnection().setTimeoutMs(PATIENCE);
    client.loadKnownHosts(Job.KNOWN_HOSTS.toFile());
    client.connect(Job.HOST, Job.PORT);
    if (Job.KEY != null) {
      client.authPublickey(Job.USER, Job.KEY.toString());
    } else {
      client.authPassword(Job.USER, Job.PASSWORD);
    }
    Session session = client.startSession();
    if (Job.PTY) {
      session.allocatePTY("xterm", 80, 24, 0, 0, Map.of());
    }
    Session.Command command = session.exec(arguments[0]);
    Job.copying(System.in, command.getOutputStream(), true, () -> rekey(client));
    Thread errors = Job.copying(command.getErrorStream(), System.err, false, () -> null);
    Job.copying(command.getInputStream(), System.out, false, () -> rekey(client)).join();
    errors.join();
    command.join();
    var signal = command.getExitSignal();
    Job.end(command.getExitStatus(), signal == null ? null : signal.toString());
  }

  private static Void rekey(SSHClient client) throws Exception {
    client.rekey();
    return null;
  }
}
