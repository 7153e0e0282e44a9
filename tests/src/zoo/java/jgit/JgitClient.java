import java.io.File;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/** A client on the SSH that JGit brings, as its transports use it. */
public final class JgitClient {
  public static void main(String[] arguments) throws Exception {
    File home = Files.createTempDirectory("jgit").toFile();
    home.deleteOnExit();
    var factory =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(home)
            .setSshDirectory(home)
            .setConfigFile(folder -> null)
            .setDefaultKnownHostsFiles(folder -> List.of(Job.KNOWN_HOSTS))
            .setDefaultIdentities(folder -> Job.KEY == null ? List.of() : List.of(Job.KEY))
            .setPreferredAuthentications(Job.KEY == null ? "password" : "publickey")
            .build(null);
    URIish uri = new URIish("ssh://" + Job.USER + "@" + Job.HOST + ":" + Job.PORT + "/");
    SshdSession session = factory.getSession(uri, new Password(), FS.DETECTED, 20_000);
    Process process = session.exec(arguments[0], 20);
    Job.copying(System.in, process.getOutputStream(), true, () -> null);
    Thread errors = Job.copying(process.getErrorStream(), System.err, false, () -> null);
    Job.copying(process.getInputStream(), System.out, false, () -> null).join();
    errors.join();
    process.waitFor();
    home.delete();
    Job.end(process.exitValue(), null);
  }

  /** Answers what it is asked with the password. */
  private static final class Password extends CredentialsProvider {
    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public boolean supports(CredentialItem... items) {
      return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
      for (CredentialItem item : items) {
        if (item instanceof CredentialItem.Password password && Job.PASSWORD != null) {
          password.setValue(Job.PASSWORD.toCharArray());
        } else if (item instanceof CredentialItem.StringType text && Job.PASSWORD != null) {
          text.setValue(Job.PASSWORD);
        }
      }
      return Job.PASSWORD != null;
    }
  }
}
