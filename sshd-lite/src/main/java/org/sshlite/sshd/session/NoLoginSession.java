package org.sshlite.sshd.session;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

/**
 * A session that says why there is none, and ends: on a machine that lets nobody but root in,
 * nologin(5), for example.
 */
public final class NoLoginSession implements ChannelHandler {
  /** As it is on every system. */
  public static final Path FILE = Path.of("/etc/nologin");

  private static final Logger LOG = System.getLogger("session");

  /** As sshd. */
  private static final int STATUS = 254;

  private final Channel channel;
  private final OutputStream to;
  private final Supplier<String> text;
  private final int status;
  private boolean terminal;
  private boolean started;

  /**
   * @param to the channel's output, or its extended one
   * @param text may wait for the system
   * @param status that it ends with
   */
  NoLoginSession(Channel channel, OutputStream to, Supplier<String> text, int status) {
    this.channel = channel;
    this.to = to;
    this.text = text;
    this.status = status;
  }

  /**
   * As the other one.
   *
   * @param terminal lines end as on one
   */
  NoLoginSession(
      Channel channel, OutputStream to, Supplier<String> text, int status, boolean terminal) {
    this(channel, to, text, status);
    this.terminal = terminal;
  }

  /** By nologin(5). */
  public static NoLoginSession byFile(Channel channel, Path file, Actor actor) {
    return new NoLoginSession(channel, channel.extendedOutput(), () -> text(file, actor), STATUS);
  }

  /** For a reason of the server's own. */
  public static NoLoginSession saying(Channel channel, String text) {
    return new NoLoginSession(channel, channel.extendedOutput(), () -> text, STATUS);
  }

  /**
   * By modules of PAM that have opened no session.
   *
   * @param text what they have said
   */
  public static NoLoginSession byModules(Channel channel, String text) {
    return new NoLoginSession(channel, channel.output(), () -> text, STATUS);
  }

  /** Whether a user is told what the file says, in place of his session. */
  public static boolean isClosed(Path file, Account account) {
    if (account.uid() == Account.ROOT || !Files.exists(file)) {
      return false;
    }
    LOG.log(Level.INFO, "User " + account.name() + " not allowed because " + file + " exists");
    return true;
  }

  /** What he can read of it: that it is there is what counts. */
  static String text(Path file, Actor actor) {
    try {
      return actor.call(() -> Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public boolean request(SessionRequest request) {
    return switch (request) {
      case SessionRequest.Shell(), SessionRequest.Exec _, SessionRequest.Subsystem _ -> {
        yield start();
      }
      // one who has asked for a terminal sees no more without: nothing runs on it
      case SessionRequest.PtyRequest _ -> {
        terminal = true;
        yield true;
      }
      default -> false;
    };
  }

  private boolean start() {
    if (started) {
      return false;
    }
    try {
      Threads.virtual("nologin", this::tell);
      started = true;
      return true;
    } catch (NoThreadException e) {
      LOG.log(Level.ERROR, "nologin: " + e.getMessage());
      return false;
    }
  }

  private void tell() {
    try {
      String lines = text.get();
      to.write((terminal ? lines.replace("\n", "\r\n") : lines).getBytes(StandardCharsets.UTF_8));
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
