package org.sshlite.sshd.session;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.process.Account;

/**
 * A session on a machine that lets nobody but root in, nologin(5): it says why, and ends.
 *
 * @param text of the file
 */
public record NoLoginSession(Channel channel, String text) implements ChannelHandler {
  /** As it is on every system. */
  public static final Path FILE = Path.of("/etc/nologin");

  private static final Logger LOG = System.getLogger("session");

  /** As sshd. */
  private static final int STATUS = 254;

  /** What a user is told in place of his session; empty where he may have it. */
  public static Optional<String> text(Path file, Account account) {
    if (account.uid() == Account.ROOT || !Files.exists(file)) {
      return Optional.empty();
    }
    LOG.log(Level.INFO, "User " + account.name() + " not allowed because " + file + " exists");
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Optional.of(""); // that it is there is what counts
    }
  }

  @Override
  public boolean request(SessionRequest request) {
    return switch (request) {
      case SessionRequest.Shell(), SessionRequest.Exec _, SessionRequest.Subsystem _ -> {
        Thread.ofVirtual().start(this::tell);
        yield true;
      }
      default -> false;
    };
  }

  private void tell() {
    try {
      channel.extendedOutput().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nologin: " + e.getMessage());
    }
    channel.send(new SessionRequest.ExitStatus(STATUS));
    channel.close();
  }

  @Override
  public void closed() {
    // nothing runs in it
  }
}
