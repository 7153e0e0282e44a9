package org.sshlite.sshd.account;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.ActingThread;
import org.sshlite.sshd.process.Command;

/**
 * Another user, by threads of this process that have his rights, and never anybody else's: each is
 * made for him and ends with what it does. A thread costs 0.1 ms.
 *
 * @param patience how long one waits for a turn
 */
record OtherActor(Account account, Duration patience) implements Actor {
  OtherActor(Account account) {
    this(account, Deeds.PATIENCE);
  }

  @Override
  public boolean isAnother() {
    return true;
  }

  @Override
  public <T> T call(Deed<T> deed) throws IOException {
    if (!Deeds.begin(account.uid(), patience)) {
      throw tooMuch();
    }
    CompletableFuture<T> had = new CompletableFuture<>();
    CompletableFuture<T> told = new CompletableFuture<>();
    Thread thread =
        new ActingThread(
            "as-" + account.name(),
            account,
            () -> run(deed, had),
            had::completeExceptionally,
            () ->
                had.whenComplete(
                    (value, failure) -> {
                      done();
                      if (failure == null) {
                        told.complete(value);
                      } else {
                        told.completeExceptionally(failure);
                      }
                    }));
    try {
      Threads.start(thread);
    } catch (NoThreadException e) {
      done();
      throw e;
    }
    return await(told);
  }

  private IOException tooMuch() {
    return new IOException("too much is being done as " + account.name());
  }

  private void done() {
    Deeds.done(account.uid());
  }

  private static <T> void run(Deed<T> deed, CompletableFuture<T> had) {
    try {
      had.complete(deed.done());
    } catch (IOException | RuntimeException | Error e) {
      had.completeExceptionally(e);
    }
  }

  private static <T> T await(CompletableFuture<T> told) throws IOException {
    try {
      return told.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new AssertionError(e);
      }
    }
  }

  @Override
  public Thread thread(String name, Runnable work, Consumer<IOException> onFailure) {
    return new ActingThread(
        name,
        account,
        () -> {
          // one that is at work has a connection that pays for it; one that hangs has none
          if (Deeds.begin(account.uid(), patience)) {
            done();
            work.run();
          } else {
            onFailure.accept(tooMuch());
          }
        },
        onFailure,
        () -> {});
  }

  @Override
  public void awaitEnd(Thread thread) throws InterruptedException {
    Deeds.add(account.uid());
    try {
      thread.join();
    } finally {
      done();
    }
  }

  @Override
  public Command command(Command command) {
    return command.as(account);
  }
}
