import com.sshtools.client.SessionChannelNG;
import com.sshtools.client.SshClient;
import com.sshtools.client.SshClient.SshClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client on Maverick Synergy. */
public final class SynergyClient {
  /** What it allows. */
  private static final long LEAST_LIMIT = 1_024_000;

  /** In milliseconds: for a machine with other things to do. */
  private static final long PATIENCE = 90_000;

  public static void main(String[] arguments) throws Exception {
    SshClientBuilder builder =
        SshClientBuilder.create()
            .withTarget(Job.HOST, Job.PORT)
            .withUsername(Job.USER)
            .withConnectTimeout(PATIENCE)
            .onConfigure(
                context -> {
                  context.setHostKeyVerification((host, key) -> isKnown(key.getEncoded()));
                  if (Job.REKEY > 0) {
                    context.setKeyExchangeTransferLimit(Math.max(Job.REKEY, LEAST_LIMIT));
                  }
                });
    if (Job.KEY != null) {
      builder.withPrivateKeyFile(Job.KEY);
    } else {
      builder.withPassword(Job.PASSWORD);
    }
    SshClient client = builder.build();
    SessionChannelNG channel = client.openSessionChannel();
    if (Job.PTY) {
      channel.allocatePseudoTerminal("xterm", 80, 24);
    }
    // a channel that is closed already gives none
    InputStream output = channel.getInputStream();
    channel.executeCommand(arguments[0]);
    Thread input = Job.copying(System.in, channel.getOutputStream(), false, () -> null);
    new Thread(() -> endAfter(input, channel)).start();
    Thread errors = Job.copying(channel.getStderrStream(), System.err, false, () -> null);
    Job.copying(output, System.out, false, () -> null).join();
    errors.join();
    channel.getCloseFuture().waitForever();
    Job.end(channel.getExitCode(), signal(channel.getExitSignalInfo()));
  }

  private static void endAfter(Thread input, SessionChannelNG channel) {
    try {
      input.join();
      channel.sendEOF();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String signal(String info) {
    Matcher signal = Pattern.compile("Signal=(\\w+)").matcher(info == null ? "" : info);
    return signal.find() ? signal.group(1) : null;
  }

  private static boolean isKnown(byte[] blob) {
    try {
      return Job.isKnown(blob);
    } catch (IOException e) {
      return false;
    }
  }
}
