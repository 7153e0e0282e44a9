package org.sshlite.client.main;

import org.sshlite.client.command.Program;
import org.sshlite.client.hosts.HostsProgram;

/** The program {@code ssh-lite}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int status =
        HostsProgram.isAsked(arguments)
            ? new HostsProgram().run(arguments)
            : new Program().run(arguments);
    // exit would load a logger first, to say that it exits; nothing is left for its hooks to do
    Runtime.getRuntime().halt(status);
  }
}
