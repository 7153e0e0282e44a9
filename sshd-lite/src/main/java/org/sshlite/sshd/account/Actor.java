package org.sshlite.sshd.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.sshlite.program.system.Libc;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.PinnedPath;

/** Acts for one who has logged in. Each file, socket and process of his is had by this. */
public sealed interface Actor permits OwnActor, OtherActor {
  /** The one for an account: where that is not the user of this process, it must be root's. */
  static Actor of(Account account) {
    // the real id, which threads that act for others keep
    return of(account, Libc.call("getuid").asInt());
  }

  /**
   * As {@link #of(Account)}.
   *
   * @param own the number of this process's user
   */
  static Actor of(Account account, int own) {
    return account.uid() == own ? new OwnActor(account) : new OtherActor(account);
  }

  /** What is to be done; it may wait for the system. */
  interface Deed<T> {
    T done() throws IOException;
  }

  Account account();

  /** Whether that is not the user of this process. */
  boolean isAnother();

  /**
   * Does something with the rights of the user, and waits for it.
   *
   * @throws IOException when it fails, or nothing can be done as that user
   */
  <T> T call(Deed<T> deed) throws IOException;

  /**
   * Whether the user finds a file there. {@code Files.exists} asks by access(2), which tells what
   * root would find.
   *
   * @throws IOException when nothing can be done as that user
   */
  default boolean finds(Path path) throws IOException {
    return call(
        () -> {
          try {
            return PinnedPath.at(path, Actor::isThere);
          } catch (IOException _) {
            return false;
          }
        });
  }

  private static boolean isThere(Path path) throws IOException {
    Files.readAttributes(path, BasicFileAttributes.class);
    return true;
  }

  /**
   * A thread that has the rights of the user. It must end with what it does for him.
   *
   * @param work is not begun where the thread cannot have them
   * @param onFailure called in its place, on that thread
   */
  Thread thread(String name, Runnable work, Consumer<IOException> onFailure);

  /**
   * Waits for such a thread that was told to end: what it does for the user may never end.
   *
   * @throws InterruptedException when the caller is to end as well
   */
  void awaitEnd(Thread thread) throws InterruptedException;

  /** The command as that user runs it. */
  Command command(Command command);
}
