#!/bin/sh
# com.trilead:trilead-ssh2:1.0.0-build222, the newest that Maven Central has under that name: every key exchange it knows signs
# and hashes with SHA-1, so that it finds no common method with OpenSSH (9.2, as Debian 12 sets it up).
. "$(dirname "$0")/common.sh"
find_java 17
debian openssh-server
maven_artifacts com.trilead:trilead-ssh2:1.0.0-build222
keys
cat >Client.java <<'EOF'
import com.trilead.ssh2.Connection;

class Client {
  public static void main(String[] arguments) {
    Connection connection = new Connection("127.0.0.1", Integer.parseInt(arguments[0]));
    try {
      connection.connect((host, port, algorithm, key) -> true, 20000, 20000);
      System.out.println("connected");
    } catch (java.io.IOException e) {
      System.out.println("not connected");
    }
    System.exit(0);
  }
}
EOF
start_sshd
seen=$(timeout 60 "$JAVA" Client.java "$PORT" 2>/dev/null)
sed -n 's/.*no matching/no matching/p' sshd.log
case $(grep -o 'Their offer: .*' sshd.log) in
*sha256* | *sha512* | *curve25519*) seen="$seen, more than SHA-1" ;;
esac
verdict 'not connected' "$seen"
