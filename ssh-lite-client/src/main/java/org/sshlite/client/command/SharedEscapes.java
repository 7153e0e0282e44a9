package org.sshlite.client.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.terminal.Escapes;
import org.sshlite.protocol.message.SessionRequest;

/** What the escape sequences of ssh(1) do in a session of a client of our master. */
record SharedEscapes(
    Escapes escapes,
    SharedSessions sessions,
    SessionChannel channel,
    Supplier<String> channels,
    OutputStream answers) {
  void obey(char letter) {
    switch (letter) {
      case '.' -> {
        say(".");
        channel.close();
      }
      case 'B' -> {
        say("B");
        channel.send(new SessionRequest.Break(EscapeCommands.BREAK_MILLISECONDS));
      }
      case 'I' -> say("I\r\n" + sessions.connection().strip());
      case 'R' -> sessions.session().connection().rekey();
      case '#' -> say("#\r\n" + channels.get().strip());
      case '?' -> write(escapes.help(Escapes.Place.SHARED));
      default ->
          say(
              (letter == '\032' ? "^Z" : String.valueOf(letter))
                  + " escape not available to multiplexed sessions");
    }
  }

  private void say(String text) {
    write(escapes.display() + text + "\r\n");
  }

  private void write(String text) {
    try {
      answers.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      return; // nobody reads it
    }
  }
}
