package org.sshlite.sshd.session;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.account.Actor;

/**
 * A subsystem inside this JVM, on a thread of its own: one of the platform, because it waits in
 * calls of the system, and no borrowed one, because what it changes of itself (umask, user, root)
 * must end with it.
 */
final class RunningSubsystem implements Running {
  private static final Logger LOG = System.getLogger("session");

  /** Exit status after a failure of ours. */
  private static final int FAILED = 255;

  private final Channel channel;
  private final Actor actor;
  private final Thread thread;

  /** What it does; on its own thread. */
  interface Subsystem {
    /**
     * @return exit status
     */
    int run(Channel channel) throws IOException;
  }

  private RunningSubsystem(Channel channel, Actor actor, String name, Subsystem subsystem) {
    this.channel = channel;
    this.actor = actor;
    this.thread = actor.thread(name, () -> run(subsystem), e -> run(_ -> fail(e)));
  }

  private static int fail(IOException e) throws IOException {
    throw e;
  }

  /**
   * @param actor whose rights it has
   * @throws IOException when there is no thread for it
   */
  static RunningSubsystem start(Channel channel, Actor actor, String name, Subsystem subsystem)
      throws IOException {
    RunningSubsystem running = new RunningSubsystem(channel, actor, name, subsystem);
    Threads.start(running.thread);
    return running;
  }

  private void run(Subsystem subsystem) {
    int status = FAILED;
    try {
      status = subsystem.run(channel);
    } catch (IOException e) {
      LOG.log(Level.ERROR, thread.getName() + ": " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, thread.getName() + " failed", e);
    } finally {
      channel.send(new SessionRequest.ExitStatus(status));
      channel.close();
    }
  }

  @Override
  public boolean signal(String name) {
    return false;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      actor.awaitEnd(thread);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
