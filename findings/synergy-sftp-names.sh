#!/bin/sh
# Maverick Synergy 3.1.4, as a client of SFTP version 3: it takes the names of files for ISO 8859-1 unless it is told another charset, where
# other clients take them for UTF-8, and servers give the bytes that the file system has. What it calls ä is the byte E4 on the disk, and an
# ä of that disk it calls Ã¤.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
maven_artifacts com.sshtools:maverick-synergy-client:3.1.4
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >Client.java <<'EOF'
import com.sshtools.client.SshClient;
import com.sshtools.client.SshClient.SshClientBuilder;
import com.sshtools.client.sftp.SftpClient;
import com.sshtools.client.sftp.SftpClient.SftpClientBuilder;
import com.sshtools.client.sftp.SftpFile;
import java.io.File;

class Client {
  public static void main(String[] arguments) throws Exception {
    SshClient client =
        SshClientBuilder.create()
            .withTarget("127.0.0.1", Integer.parseInt(arguments[0]))
            .withUsername(arguments[1])
            .withPrivateKeyFile(new File("user_key"))
            .onConfigure(context -> context.setHostKeyVerification((host, key) -> true))
            .build();
    SftpClientBuilder builder = SftpClientBuilder.create().withClient(client);
    SftpClient files = (arguments.length > 3 ? builder.withCharset(arguments[3]) : builder).build();
    for (SftpFile file : files.ls(arguments[2])) {
      if (!file.getFilename().startsWith(".")) {
        file.getFilename().chars().forEach(c -> System.out.printf("U+%04X ", c));
      }
    }
    files.mkdir(arguments[2] + "/made \u00e4");
    System.exit(0);
  }
}
EOF
# in octal: C3 A4, which is ä in UTF-8
name=$(printf '\303\244')
for charset in '' UTF-8; do
  mkdir "files$charset" "files$charset/$name"
  # shellcheck disable=SC2086
  listed=$(timeout 60 "$JAVA" Client.java "$PORT" "$(id -un)" "$folder/files$charset" $charset 2>errors) || {
    cat errors >&2
    exit 2
  }
  bytes=$(printf '%s' "files$charset/made"* | sed 's,.*/made ,,' | od -An -tx1 | tr -d '\n')
  echo "${charset:-by itself}: lists $listed- makes$bytes"
done >seen
verdict 'by itself: lists U+00C3 U+00A4 - makes e4
UTF-8: lists U+00E4 - makes c3 a4' "$(cat seen)"
