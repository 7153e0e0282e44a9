import com.trilead.ssh2.ChannelCondition;
import com.trilead.ssh2.Connection;
import com.trilead.ssh2.Session;
import java.io.IOException;

/** A client on trilead's library, or on what ConnectBot made of it. */
public final class TrileadClient {
  public static void main(String[] arguments) throws Exception {
    Connection connection = new Connection(Job.HOST, Job.PORT);
    connection.connect((host, port, algorithm, key) -> Job.isKnown(key));
    boolean in =
        Job.KEY != null
            ? connection.authenticateWithPublicKey(Job.USER, Job.KEY.toFile(), null)
            : connection.authenticateWithPassword(Job.USER, Job.PASSWORD);
    if (!in) {
      throw new IOException("not authenticated");
    }
    Session session = connection.openSession();
    if (Job.PTY) {
      session.requestPTY("xterm", 80, 24, 0, 0, null);
    }
    session.execCommand(arguments[0]);
    Job.copying(System.in, session.getStdin(), true, () -> rekey(connection));
    Thread errors = Job.copying(session.getStderr(), System.err, false, () -> null);
    Job.copying(session.getStdout(), System.out, false, () -> rekey(connection)).join();
    errors.join();
    session.waitForCondition(ChannelCondition.CLOSED, 0);
    Job.end(session.getExitStatus(), session.getExitSignal());
  }

  private static Void rekey(Connection connection) throws IOException {
    connection.forceKeyExchange();
    return null;
  }
}
