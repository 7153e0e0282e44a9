import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;
import org.apache.sshd.core.CoreModuleProperties;

/** A client on Apache MINA SSHD, of the second line and of the third. */
public final class MinaClient {
  public static void main(String[] arguments) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, Job.KNOWN_HOSTS));
    client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
    if (Job.REKEY > 0) {
      CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, Job.REKEY);
    }
    client.start();
    ClientSession session =
        client.connect(Job.USER, Job.HOST, Job.PORT).verify().getClientSession();
    if (Job.KEY != null) {
      session.setKeyIdentityProvider(new FileKeyPairProvider(Job.KEY));
    } else {
      session.setPasswordIdentityProvider(unused -> List.of(Job.PASSWORD));
    }
    session.auth().verify();
    ChannelExec channel = session.createExecChannel(arguments[0]);
    channel.setUsePty(Job.PTY);
    channel.setOut(open(System.out));
    channel.setErr(open(System.err));
    channel.open().verify();
    Job.copying(System.in, channel.getInvertedIn(), true, () -> null);
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0);

    Job.end(channel.getExitStatus(), channel.getExitSignal());
  }

  private static OutputStream open(OutputStream stream) {
    return new NoCloseOutputStream(stream);
  }
}
