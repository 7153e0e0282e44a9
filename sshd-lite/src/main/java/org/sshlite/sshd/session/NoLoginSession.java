package org.sshlite.sshd.session;

import java.io.IOException;
import java.io.OutputStream;
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
 * A session that says why there is none, and ends: on a machine that lets nobody but root in,
 * nologin(5), for example.
 *
 * @param to the channel's output, or its extended one
 * @param status that it ends with
 */
public record NoLoginSession(Channel channel, OutputStream to, String text, int status)
    implements ChannelHandler {
  /** As it is on every system. */
  public static final Path FILE = Path.of("/etc/nologin");

  private static final Logger LOG = System.getLogger("session");

  /** As sshd. */
  private static final int STATUS = 254;

  /** By nologin(5). */
  public static NoLoginSession byFile(Channel channel, String text) {
    return new NoLoginSession(channel, channel.extendedOutput(), text, STATUS);
  }

  /**
   * By modules of PAM that have opened no session.
   *
   * @param text what they have said
   */
  public static NoLoginSession byModules(Channel channel, String text) {
    return new NoLoginSession(channel, channel.output(), text, STATUS);
  }

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
      to.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nologin: " + e.getMessage());
    }
    channel.send(new SessionRequest.ExitStatus(status));
    channel.close();
  }

  @Override
  public void closed() {
    // nothing runs in it
  }
}
