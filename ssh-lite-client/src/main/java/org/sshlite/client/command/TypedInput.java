package org.sshlite.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.terminal.Escapes;

/** stdin of an interactive session: what is typed goes to the peer, escape sequences are obeyed. */
final class TypedInput {
  private final Escapes escapes;
  private final SessionChannel channel;
  private final EscapeCommands commands;

  TypedInput(Escapes escapes, SessionChannel channel, EscapeCommands commands) {
    this.escapes = escapes;
    this.channel = channel;
    this.commands = commands;
  }

  /** Until stdin ends or the channel does. */
  void run(InputStream stdin) throws IOException {
    byte[] buffer = new byte[Copy.BUFFER];
    try (OutputStream out = channel.stdin()) {
      int count;
      while ((count = stdin.read(buffer)) >= 0) {
        for (Escapes.Action action : escapes.typed(buffer, count)) {
          switch (action) {
            case Escapes.Action.Send(byte[] data) -> out.write(data);
            case Escapes.Action.Command(char letter) -> commands.obey(letter);
          }
        }
      }
    }
  }
}
