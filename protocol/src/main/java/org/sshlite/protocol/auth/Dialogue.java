package org.sshlite.protocol.auth;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A method that asks the client while it decides. It runs on a virtual thread of its own, and waits
 * there; each of its turns, from one question to the next or to the decision, is one question of
 * the server's to the application, off the loop.
 */
final class Dialogue implements Conversation {
  /** Questions of one attempt: a device without an end must not keep a client for ever. */
  static final int MAXIMUM_ROUNDS = 32;

  /** What a turn ends with. */
  sealed interface Turn {
    record Asked(Challenge challenge) implements Turn {}

    record Decided(AuthDecision decision) implements Turn {}
  }

  /** What decides. */
  interface Method {
    AuthDecision decide(Conversation conversation) throws ConversationEndedException;
  }

  private volatile CompletableFuture<Turn> turn = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<Answers> reply;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean abandoned;
  private int rounds; // of the method's thread

  /** The first turn. Blocks. */
  Turn start(Method method) {
    Thread.ofVirtual().name("ssh-dialogue").start(() -> run(method));
    return await(turn);
  }

  private void run(Method method) {
    try {
      AuthDecision decision = method.decide(this);
      turn.complete(new Turn.Decided(decision));
    } catch (ConversationEndedException _) {
      turn.complete(new Turn.Decided(new AuthDecision.Refused()));
    } catch (Throwable e) {
      // whoever waits for the turn has to end the connection
      turn.completeExceptionally(e);
    } finally {
      end.complete(null);
    }
  }

  /** The turn that follows the client's answers, which are the method's from now on. Blocks. */
  Turn answer(Answers answers) {
    CompletableFuture<Answers> awaited = reply;
    CompletableFuture<Turn> next = new CompletableFuture<>();
    turn = next;
    if (awaited == null || !awaited.complete(answers)) {
      answers.close();
      throw new AssertionError("nobody asked");
    }
    return await(next);
  }

  /** After a question: no answer will come. Any thread. */
  void abandon() {
    abandoned = true;
    CompletableFuture<Answers> awaited = reply;
    if (awaited != null) {
      awaited.cancel(false);
    }
  }

  /** Once abandoned: until the method has noticed, for methods run one after another. Blocks. */
  Turn awaitEnd() {
    end.join();
    return new Turn.Decided(new AuthDecision.Refused());
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
    turn.complete(new Turn.Asked(challenge));
    try {
      return answers.join();
    } catch (CancellationException _) {
      throw new ConversationEndedException("the client does not answer");
    }
  }

  private static Turn await(CompletableFuture<Turn> turn) {
    try {
      return turn.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
