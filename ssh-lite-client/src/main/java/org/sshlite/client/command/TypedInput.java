package org.sshlite.client.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.sshlite.client.terminal.Escapes;

/** Takes what is typed in an interactive session: escape sequences are obeyed, the rest is sent. */
final class TypedInput extends OutputStream {
  /** Who obeys them. */
  interface Commands {
    void obey(char letter);
  }

  private final Escapes escapes;
  private final OutputStream channel;
  private final Commands commands;

  TypedInput(Escapes escapes, OutputStream channel, Commands commands) {
    this.escapes = escapes;
    this.channel = channel;
    this.commands = commands;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] typed, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, typed.length);
    for (Escapes.Action action : escapes.typed(typed, offset, length)) {
      switch (action) {
        case Escapes.Action.Send(byte[] data) -> channel.write(data);
        case Escapes.Action.Command(char letter) -> commands.obey(letter);
      }
    }
  }
}
