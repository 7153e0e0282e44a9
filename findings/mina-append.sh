#!/bin/sh
# Apache MINA SSHD 2.20.0, its file system of java.nio over SFTP: Files.writeString(file, text, APPEND) opens the file with SSH_FXF_APPEND
# and without SSH_FXF_WRITE, which draft-ietf-secsh-filexfer-02 §6.3 has for writing. OpenSSH's sftp-server then opens it for reading, and
# answers the write with "No such file", of a file that is there. Elsewhere in java.nio APPEND needs no WRITE beside it; here it does.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
maven_artifacts org.apache.sshd:sshd-sftp:2.20.0 net.i2p.crypto:eddsa:0.3.0
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >Append.java <<'EOJ'
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClientFactory;

class Append {
  public static void main(String[] arguments) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, key) -> true);
    client.start();
    ClientSession session =
        client.connect(arguments[1], "127.0.0.1", Integer.parseInt(arguments[0])).verify(20_000).getSession();
    session.addPublicKeyIdentity(new FileKeyPairProvider(Path.of("user_key")).loadKeys(null).iterator().next());
    session.auth().verify(20_000);
    Path far = SftpClientFactory.instance().createSftpFileSystem(session).getPath(arguments[2]);
    append("local, APPEND", Path.of(arguments[2]), StandardOpenOption.APPEND);
    append("SFTP, APPEND", far, StandardOpenOption.APPEND);
    append("SFTP, APPEND and WRITE", far, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    System.exit(0);
  }

  private static void append(String name, Path file, OpenOption... options) throws IOException {
    Files.writeString(file, "one");
    String failure = "";
    try {
      Files.writeString(file, " two", options);
    } catch (IOException e) {
      failure = ", " + e.getMessage();
    }
    System.out.println(name + ": " + Files.readString(file) + failure);
  }
}
EOJ
timeout 60 "$JAVA" Append.java "$PORT" "$(id -un)" "$folder/file" >seen 2>errors || {
  cat errors >&2
  exit 2
}
verdict 'local, APPEND: one two
SFTP, APPEND: one, No such file
SFTP, APPEND and WRITE: one two' "$(cat seen)"
