#!/bin/sh
# ConnectBot's sshlib 2.2.23: an RSA key in OpenSSH's format whose first prime is the smaller one is read, but signing with it
# fails ("RSA private key operation failed"). No format says which is larger: OpenSSL makes the first one so, the JDK's
# KeyPairGenerator does not. Here the primes of one key are exchanged, and the coefficient with them; ssh takes both.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
maven_artifacts org.connectbot:sshlib:2.2.23
keys
ssh-keygen -q -t rsa -b 2048 -N '' -f larger_first
cat larger_first.pub >>authorized_keys
cat >exchange.py <<'EOF'
import base64

lines = open("larger_first").read().split("\n")
blob = base64.b64decode("".join(line for line in lines if "-----" not in line))


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at]

    def string(self):
        return self.take(int.from_bytes(self.take(4), "big"))


def string(data):
    return len(data).to_bytes(4, "big") + data


def number(value):
    return string(value.to_bytes(value.bit_length() // 8 + 1, "big"))


outer = Reader(blob)
head = outer.take(15) + string(outer.string()) + string(outer.string()) + string(outer.string()) + outer.take(4)
head += string(outer.string())
inner = Reader(outer.string())
checks = inner.take(8)
kind = inner.string()
n, e, d, _, p, q = (int.from_bytes(inner.string(), "big") for _ in range(6))
comment = inner.string()
private = checks + string(kind) + b"".join(map(number, (n, e, d, pow(p, -1, q), q, p))) + string(comment)
private += bytes(range(1, 1 + -len(private) % 8))
text = base64.encodebytes(head + string(private)).decode()
open("smaller_first", "w").write(
    "-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + "-----END OPENSSH PRIVATE KEY-----\n")
EOF
/usr/bin/python3 exchange.py
chmod 600 smaller_first
cat >Client.java <<'EOF'
import com.trilead.ssh2.Connection;
import java.io.File;

class Client {
  public static void main(String[] arguments) throws Exception {
    Connection connection = new Connection("127.0.0.1", Integer.parseInt(arguments[0]));
    connection.connect((host, port, algorithm, key) -> true);
    boolean in = false;
    try {
      in = connection.authenticateWithPublicKey(arguments[1], new File(arguments[2]), null);
    } catch (java.io.IOException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.err.println(cause);
    }
    System.out.println(in ? "in" : "not in");
    System.exit(0);
  }
}
EOF
start_sshd
for key in larger_first smaller_first; do
  cp $key user_key
  rm -f user_key.pub
  ssh=$(run_ssh -l "$(id -un)" 127.0.0.1 'echo in')
  sshlib=$(timeout 60 "$JAVA" Client.java "$PORT" "$(id -un)" $key 2>errors)
  tail -n 1 errors
  echo "$key: ssh $ssh, sshlib $sshlib" | tee -a log
done
verdict 'larger_first: ssh in, sshlib in; smaller_first: ssh in, sshlib not in;' "$(tr '\n' ';' <log | sed 's/;s/; s/')"
