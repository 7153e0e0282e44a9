package org.sshlite.tools.keygen;

import java.io.IOException;
import org.sshlite.program.command.ToolException;

/** One of the things that ssh-keygen does. */
@FunctionalInterface
interface Operation {
  /**
   * The exit status.
   *
   * @throws ToolException with one line for the user
   * @throws IOException when a standard stream fails
   */
  int run() throws ToolException, IOException;
}
