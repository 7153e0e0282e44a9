package org.sshlite.tests.fuzz;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.client.config.ClientConfigTarget;
import org.sshlite.client.sharing.MuxTargets;
import org.sshlite.knownhosts.KnownHostsTarget;
import org.sshlite.protocol.connection.LiveTarget;
import org.sshlite.protocol.forward.ForwardTargets;
import org.sshlite.protocol.message.MessageTargets;
import org.sshlite.protocol.netty.ProxyTarget;
import org.sshlite.protocol.transport.TransportTargets;
import org.sshlite.sftp.wire.SftpTargets;
import org.sshlite.sshd.auth.AuthorizedKeysTarget;
import org.sshlite.sshd.config.ServerConfigTarget;
import org.sshlite.sshd.recording.RecordingTarget;

/** All of them. */
final class Targets {
  static final List<Target> ALL =
      Stream.of(
              TransportTargets.all(),
              MessageTargets.all(),
              KeyTargets.all(),
              Stream.of(KnownHostsTarget.create(), AuthorizedKeysTarget.create()),
              Stream.of(ClientConfigTarget.create(), ServerConfigTarget.create()),
              SftpTargets.all(),
              ForwardTargets.all(),
              Stream.of(AgentTarget.create(), ProxyTarget.create(), RecordingTarget.create()),
              MuxTargets.all(),
              Stream.of(LiveTarget.create()))
          .flatMap(targets -> targets)
          .toList();

  private Targets() {}

  static Target of(String name) {
    return ALL.stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name));
  }
}
