package org.sshlite.tests.mitm.junit;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.sshlite.client.ClientOptions;
import org.sshlite.mitm.junit.ManInTheMiddle;
import org.sshlite.mitm.junit.Place;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.OurLibrary;

/** What a Java team would write about its own use of a client, in some lines each. */
class ManInTheMiddleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @ManInTheMiddle(only = {"host-key-changed", "signature-wrong", "signature-empty"})
  void MINA_with_known_hosts_notices(Place place) throws Exception {
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(
          new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, place.knownHosts()));
      client.setKeyIdentityProvider(new FileKeyPairProvider(place.identity()));
      client.start();
      try (ClientSession session =
          client.connect(place.user(), place.host(), place.port()).verify(PATIENCE).getSession()) {
        session.auth().verify(PATIENCE);
        session.executeRemoteCommand("run");
      }
    }
  }

  @ManInTheMiddle(only = {"host-key-changed", "signature-wrong", "signature-empty"})
  void JSch_with_known_hosts_notices(Place place) throws Exception {
    JSch jsch = new JSch();
    jsch.setKnownHosts(place.knownHosts().toString());
    jsch.addIdentity(place.identity().toString());
    Session session = jsch.getSession(place.user(), place.host(), place.port());
    session.setConfig("StrictHostKeyChecking", "yes");
    session.connect((int) PATIENCE.toMillis());
    try {
      ChannelExec channel = (ChannelExec) session.openChannel("exec");
      channel.setCommand("run");
      channel.connect((int) PATIENCE.toMillis());
    } finally {
      session.disconnect();
    }
  }

  @ManInTheMiddle(only = {"host-key-changed", "signature-wrong", "signature-empty"})
  void sshj_with_known_hosts_notices(Place place) throws Exception {
    try (SSHClient client = new SSHClient()) {
      client.loadKnownHosts(place.knownHosts().toFile());
      client.setConnectTimeout((int) PATIENCE.toMillis());
      client.setTimeout((int) PATIENCE.toMillis());
      client.connect(place.host(), place.port());
      client.authPublickey(place.user(), place.identity().toString());
      try (var session = client.startSession()) {
        session.exec("run").join();
      }
    }
  }

  @ManInTheMiddle(only = {"host-key-changed", "signature-wrong", "signature-empty"})
  void our_client_notices(Place place) throws Exception {
    ClientOptions options =
        OurLibrary.options(TransportOptions.defaults(), place.identity(), place.knownHosts());
    String destination = place.user() + "@" + place.host() + ":" + place.port();
    try (org.sshlite.client.SshClient client = org.sshlite.client.SshClient.create(options);
        org.sshlite.client.ClientSession session = client.connect("ssh://" + destination)) {
      session.exec("run");
    }
  }
}
