#!/bin/sh
# Apache MINA SSHD 2.20.0, its file system of java.nio over SFTP: Files.setLastModifiedTime changes nothing, and says nothing. In
# SSH_FXP_SETSTAT the time of modification goes with that of access (draft-ietf-secsh-filexfer-02 §5), so the one alone is left out, in
# place of the other being asked for first. Only setTimes with both sets them.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
maven_artifacts org.apache.sshd:sshd-sftp:2.20.0 net.i2p.crypto:eddsa:0.3.0
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >Times.java <<'EOJ'
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClientFactory;

class Times {
  public static void main(String[] arguments) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, key) -> true);
    client.start();
    ClientSession session =
        client.connect(arguments[1], "127.0.0.1", Integer.parseInt(arguments[0])).verify(20_000).getSession();
    session.addPublicKeyIdentity(new FileKeyPairProvider(Path.of("user_key")).loadKeys(null).iterator().next());
    session.auth().verify(20_000);
    Path far = SftpClientFactory.instance().createSftpFileSystem(session).getPath(arguments[2]);
    set("local", Path.of(arguments[2]));
    set("SFTP", far);
    System.exit(0);
  }

  private static void set(String name, Path file) throws Exception {
    FileTime first = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    FileTime second = FileTime.from(Instant.parse("2002-02-02T00:00:00Z"));
    BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    view.setTimes(first, first, null);
    System.out.println(name + ", setTimes of both: " + Files.getLastModifiedTime(file));
    Files.setLastModifiedTime(file, second);
    System.out.println(name + ", setLastModifiedTime: " + Files.getLastModifiedTime(file));
  }
}
EOJ
echo text >file
timeout 60 "$JAVA" Times.java "$PORT" "$(id -un)" "$folder/file" >seen 2>errors || {
  cat errors >&2
  exit 2
}
verdict 'local, setTimes of both: 2001-01-01T00:00:00Z
local, setLastModifiedTime: 2002-02-02T00:00:00Z
SFTP, setTimes of both: 2001-01-01T00:00:00Z
SFTP, setLastModifiedTime: 2001-01-01T00:00:00Z' "$(cat seen)"
