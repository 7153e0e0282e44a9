package org.sshlite.sshd.account;

import java.io.IOException;
import java.util.function.Consumer;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.ThreadRights;

/** The user of this process. */
record OwnActor(Account account) implements Actor {
  @Override
  public boolean isAnother() {
    return false;
  }

  @Override
  public <T> T call(Deed<T> deed) throws IOException {
    ThreadRights.own();
    return deed.done();
  }

  @Override
  public Thread thread(String name, Runnable work, Consumer<IOException> onFailure) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .unstarted(
            () -> {
              try {
                ThreadRights.own();
              } catch (IOException e) {
                onFailure.accept(e);
                return;
              }
              work.run();
            });
  }

  @Override
  public void awaitEnd(Thread thread) throws InterruptedException {
    thread.join();
  }

  @Override
  public Command command(Command command) {
    return command;
  }
}
