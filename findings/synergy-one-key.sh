#!/bin/sh
# Maverick Synergy 3.1.1: InMemoryPublicKeyAuthenticator.addAuthorizedKey(user, key) keeps one key of a user. A second one
# takes the place of the first, which does not log in any more; nothing says so.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-client=1:9.2p1-*'
maven_artifacts com.sshtools:maverick-synergy-server:3.1.1
keys
ssh-keygen -q -t ed25519 -N '' -f second_key
cat >Keys.java <<'EOF'
import com.sshtools.common.publickey.SshKeyUtils;
import com.sshtools.common.ssh.SshConnection;
import com.sshtools.common.ssh.components.SshPublicKey;
import com.sshtools.server.InMemoryPublicKeyAuthenticator;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;

class Keys {
  public static void main(String[] arguments) throws Exception {
    SshPublicKey first = SshKeyUtils.getPublicKey(Files.readString(Path.of("user_key.pub")));
    SshPublicKey second = SshKeyUtils.getPublicKey(Files.readString(Path.of("second_key.pub")));
    // of a connection it asks the user's name only
    SshConnection connection =
        (SshConnection)
            Proxy.newProxyInstance(
                Keys.class.getClassLoader(),
                new Class<?>[] {SshConnection.class},
                (self, method, values) -> "user");
    var keys = new InMemoryPublicKeyAuthenticator();
    keys.addAuthorizedKey("user", first).addAuthorizedKey("user", second);
    System.out.println(
        "first "
            + keys.isAuthorizedKey(first, connection)
            + ", second "
            + keys.isAuthorizedKey(second, connection));
  }
}
EOF
verdict 'first false, second true' "$("$JAVA" Keys.java)"
