package org.sshlite.protocol.conversation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * A method that asks the client while it decides. It runs on a virtual thread of its own, and waits
 * there; each of its turns, from one question to the next or to the decision, is one question of
 * the server's to the application, off the loop.
 *
 * @param <D> what is decided
 */
public final class Dialogue<D> implements Conversation {
  /** Questions of one attempt: a device without an end must not keep a client for ever. */
  public static final int MAXIMUM_ROUNDS = 32;

  /** What a turn ends with. */
  public sealed interface Turn<D> {
    record Asked<D>(Challenge challenge) implements Turn<D> {}

    record Decided<D>(D decision) implements Turn<D> {}
  }

  /** What decides. */
  public interface Method<D> {
    D decide(Conversation conversation) throws ConversationEndedException;
  }

  private static final Logger LOG = System.getLogger("auth");

  private volatile CompletableFuture<Turn<D>> turn = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<Answers> reply;
  private final D ended;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean abandoned;
  private int rounds; // of the method's thread

  /**
   * @param ended the decision where nobody answers any more
   */
  public Dialogue(D ended) {
    this.ended = ended;
  }

  /** The first turn. Blocks. */
  public Turn<D> start(Method<D> method) {
    try {
      Threads.virtual("ssh-dialogue", () -> run(method));
    } catch (NoThreadException e) {
      LOG.log(Level.ERROR, "no thread to ask a client: " + e.getMessage());
      end.complete(null);
      return new Turn.Decided<>(ended);
    }
    return await(turn);
  }

  private void run(Method<D> method) {
    try {
      D decision = method.decide(this);
      turn.complete(new Turn.Decided<>(decision));
    } catch (ConversationEndedException _) {
      turn.complete(new Turn.Decided<>(ended));
    } catch (Throwable e) {
      // whoever waits for the turn has to end the connection
      turn.completeExceptionally(e);
    } finally {
      end.complete(null);
    }
  }

  /** The turn that follows the client's answers, which are the method's from now on. Blocks. */
  public Turn<D> answer(Answers answers) {
    CompletableFuture<Answers> awaited = reply;
    CompletableFuture<Turn<D>> next = new CompletableFuture<>();
    turn = next;
    if (awaited == null || !awaited.complete(answers)) {
      answers.close();
      throw new AssertionError("nobody asked");
    }
    return await(next);
  }

  /** After a question: no answer will come. Any thread. */
  public void abandon() {
    abandoned = true;
    CompletableFuture<Answers> awaited = reply;
    if (awaited != null) {
      awaited.cancel(false);
    }
  }

  /** Once abandoned: until the method has noticed, for methods run one after another. Blocks. */
  public Turn<D> awaitEnd() {
    end.join();
    return new Turn.Decided<>(ended);
  }

  @Override
  public Answers ask(Challenge challenge) throws ConversationEndedException {
    if (++rounds > MAXIMUM_ROUNDS) {
      throw new ConversationEndedException("too many questions");
    }
    CompletableFuture<Answers> answers = new CompletableFuture<>();
    reply = answers;
    if (abandoned) {
      throw new ConversationEndedException("the client does not answer");
    }
    turn.complete(new Turn.Asked<>(challenge));
    try {
      return answers.join();
    } catch (CancellationException _) {
      throw new ConversationEndedException("the client does not answer");
    }
  }

  private static <D> Turn<D> await(CompletableFuture<Turn<D>> turn) {
    try {
      return turn.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
