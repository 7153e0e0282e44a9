package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * A thread with the rights of another user, see {@link ThreadRights}. One of the platform: a
 * virtual one shares its carrier, and its carrier's rights, with others. It ends with its work.
 */
public final class ActingThread extends Thread {
  private static final Logger LOG = System.getLogger("session");

  private final Account account;
  private final Runnable work;
  private final Consumer<IOException> onFailure;
  private final Runnable afterwards;

  /**
   * @param work is not begun where the thread cannot have the rights
   * @param onFailure called in its place, on this thread
   * @param afterwards in any case, with the rights of this process: to wake others
   */
  public ActingThread(
      String name,
      Account account,
      Runnable work,
      Consumer<IOException> onFailure,
      Runnable afterwards) {
    super(null, null, name, 0, false);
    setDaemon(true);
    this.account = account;
    this.work = work;
    this.onFailure = onFailure;
    this.afterwards = afterwards;
  }

  @Override
  public void run() {
    try {
      act();
    } finally {
      try {
        ThreadRights.restore();
      } catch (IOException e) {
        LOG.log(Level.ERROR, getName() + ": " + e.getMessage());
      } finally {
        afterwards.run();
      }
    }
  }

  private void act() {
    try {
      ThreadRights.become(account);
    } catch (IOException e) {
      onFailure.accept(e);
      return;
    } catch (RuntimeException | Error e) {
      onFailure.accept(new IOException(e)); // who waits for it would wait for ever
      return;
    }
    work.run();
  }
}
