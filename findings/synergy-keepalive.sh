#!/bin/sh
# Maverick Synergy 3.1.4, as a client: it answers no channel request that wants a reply (keepalive@openssh.com of sshd's
# ClientAliveInterval; RFC 4254 §5.4 wants a failure for what one does not know) while a command runs and says nothing. So
# sshd takes the client for dead, and ends the connection in the middle of a command that is longer than its patience.
. "$(dirname "$0")/common.sh"
find_java 17
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
maven_artifacts com.sshtools:maverick-synergy-client:3.1.4
keys
cat >Client.java <<'EOF'
import com.sshtools.client.SessionChannelNG;
import com.sshtools.client.SshClient;
import com.sshtools.client.SshClient.SshClientBuilder;
import java.io.File;
import java.nio.charset.StandardCharsets;

class Client {
  public static void main(String[] arguments) throws Exception {
    SshClient client =
        SshClientBuilder.create()
            .withTarget("127.0.0.1", Integer.parseInt(arguments[0]))
            .withUsername(arguments[1])
            .withPrivateKeyFile(new File("user_key"))
            .onConfigure(context -> context.setHostKeyVerification((host, key) -> true))
            .build();
    SessionChannelNG channel = client.openSessionChannel();
    var output = channel.getInputStream();
    channel.executeCommand(arguments[2]);
    String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    System.out.println(text.isEmpty() ? "nothing" : text);
    System.exit(0);
  }
}
EOF
start_sshd 'ClientAliveInterval 1' 'ClientAliveCountMax 4'
client() {
  timeout 60 "$JAVA" Client.java "$PORT" "$(id -un)" "$1" 2>/dev/null
}
short=$(client 'sleep 2; echo done')
long=$(client 'sleep 9; echo done')
echo "2 seconds: $short"
echo "9 seconds: $long"
grep -i timeout sshd.log
verdict 'done, nothing, sshd gave up' "$short, $long, $(grep -qi 'timeout, client not responding' sshd.log && echo sshd gave up)"
