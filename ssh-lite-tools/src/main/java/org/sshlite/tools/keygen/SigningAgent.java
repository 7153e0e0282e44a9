package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.protocol.agent.Agent;

/**
 * The user's agent: it has keys whose files are elsewhere, or nowhere.
 *
 * @param socket where it listens; empty without one
 */
record SigningAgent(Optional<Path> socket) {
  /** The key or certificate, if it is there. */
  Optional<Signer> find(PublicKey key) {
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    try {
      return new Agent(socket.get())
          .keys().stream()
              .filter(held -> held.publicKey().equals(key))
              .findFirst()
              .map(held -> held);
    } catch (IOException _) {
      return Optional.empty(); // as without one: a file may have the key
    }
  }

  /** As {@link #find}, for those who want no file to be used. */
  Signer require(PublicKey key, String notFound) throws ToolException {
    if (socket.isEmpty()) {
      throw ToolException.fatal("Couldn't get agent socket");
    }
    return find(key).orElseThrow(() -> ToolException.fatal(Printable.line(notFound)));
  }
}
