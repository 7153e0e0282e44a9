import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;

/** A client on JSch. */
public final class JschClient {
  public static void main(String[] arguments) throws Exception {
    JSch jsch = new JSch();
    jsch.setKnownHosts(Job.KNOWN_HOSTS.toString());
    Session session = jsch.getSession(Job.USER, Job.HOST, Job.PORT);
    if (Job.KEY != null) {
      jsch.addIdentity(Job.KEY.toString());
    } else {
      session.setPassword(Job.PASSWORD);
    }
    session.connect();
    ChannelExec channel = (ChannelExec) session.openChannel("exec");
    channel.setPty(Job.PTY);
    channel.setCommand(arguments[0]);
    channel.setErrStream(System.err, true);
    var output = channel.getInputStream();
    var input = channel.getOutputStream();
    channel.connect();
    Job.copying(System.in, input, true, () -> rekey(session));
    Job.copying(output, System.out, false, () -> rekey(session)).join();
    while (!channel.isClosed()) {
      Thread.sleep(10);
    }
    Job.end(channel.getExitStatus() & 0xff, null);
  }

  private static Void rekey(Session session) throws Exception {
    session.rekey();
    return null;
  }
}
