package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.agent.Agent;

/**
 * AddKeysToAgent: keys that were opened for a login go to the user's agent.
 *
 * @param permits asked before one is added, by a question that is safe to print; may wait
 * @param seconds how long the agent keeps them; 0 for ever
 * @param confirms whether the agent asks its user before each use
 */
public record AddedKeys(Predicate<String> permits, long seconds, boolean confirms) {
  /** One that cannot be added is no reason to end a login. */
  void add(Path socket, Path file, NamedPrivateKey key, Dialog dialog) {
    String name = Printable.line(file.toString());
    String question = "Add key " + name + " (" + Printable.line(key.comment()) + ") to agent?";
    if (!permits.test(question)) {
      dialog.tell(Level.TRACE, "user denied adding this key");
      return;
    }
    try {
      String comment = key.comment().isEmpty() ? file.toString() : key.comment();
      new Agent(socket).add(key.key(), comment, seconds, confirms);
      dialog.tell(Level.DEBUG, "identity added to agent: " + name);
    } catch (IOException e) {
      dialog.tell(
          Level.DEBUG,
          "could not add identity to agent: "
              + name
              + ": "
              + Printable.line(String.valueOf(e.getMessage())));
    }
  }
}
