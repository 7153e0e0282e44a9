package org.sshlite.sshd.pam;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.LoginProcess;

/**
 * PAM as sshd asks it. Each question has a thread of the platform for itself, because modules wait
 * in calls of the system, and in the middle of one for a person. A failure is answered as late as
 * the modules want it, but by a virtual thread that sleeps: none of the platform's is held for the
 * seconds that each guess costs. How many are asked at once is limited, see {@link Lookups}.
 */
public final class Pam {
  // as OpenSSH: a peer's name for a user may have 32 KiB
  private static final int LONGEST_NAME = 100;

  private static final String CLOSED = "User account has expired";

  /** Nobody: no name of an account or of a users file has a colon. */
  private static final Candidate NOBODY = new Candidate("listed:elsewhere", "", false);

  private final PamLibrary library;
  private final String service;
  private final Lookups lookups;
  private final StderrLog log;

  private Pam(PamLibrary library, String service, Lookups lookups, StderrLog log) {
    this.library = library;
    this.service = service;
    this.lookups = lookups;
    this.log = log;
  }

  /** The same, which tells what it has to tell to another log: that of one connection. */
  public Pam withLog(StderrLog other) {
    return new Pam(library, service, lookups, other);
  }

  /** What came of it. */
  public enum Verdict {
    ACCEPTED,
    REFUSED,
    /** The password was right, but must be changed. */
    EXPIRED,
    /** It is the user, whose account is closed. */
    DENIED
  }

  /**
   * The same, and what modules have left.
   *
   * @param said meanwhile, and nobody was there to be told: lines, or nothing
   * @param environment of the one who may come in, each {@code NAME=value}
   */
  public record Judgement(Verdict verdict, String said, List<String> environment) {
    public Judgement {
      environment = List.copyOf(environment);
    }

    /** Not of PAM's. */
    public Judgement(Verdict verdict) {
      this(verdict, "", List.of());
    }
  }

  /**
   * Empty where this machine has none.
   *
   * @param service PAMServiceName
   */
  public static Optional<Pam> of(String service, StderrLog log) {
    return of(service, Lookups.PAM, log);
  }

  static Optional<Pam> of(String service, Lookups lookups, StderrLog log) {
    return PamLibrary.find().map(library -> new Pam(library, service, lookups, log));
  }

  /**
   * Who asks.
   *
   * @param user the name that wants to log in, whether it exists or not
   * @param remote where from
   * @param valid whether he may log in here at all
   * @param may whether he may log in so; if not, it is asked all the same, and refused
   * @param emptyPassword whether an account without a password is to be logged in to
   * @param environment what modules find in theirs, each {@code NAME=value}
   */
  public record Candidate(
      String user,
      String remote,
      boolean valid,
      boolean may,
      boolean emptyPassword,
      List<String> environment) {
    public Candidate {
      environment = List.copyOf(environment);
    }

    public Candidate(String user, String remote, boolean may) {
      this(user, remote, may, may, false, List.of());
    }

    /** The same, asked about by another name. */
    public Candidate as(String name) {
      return new Candidate(name, remote, valid, may, emptyPassword, environment);
    }

    private String name() {
      return Printable.line(user.substring(0, Math.min(user.length(), LONGEST_NAME)));
    }
  }

  private interface Question {
    Verdict ask(PamHandle handle) throws PamException;
  }

  /** Whether it is the user's password and he may come in. Blocks. */
  public Judgement password(Candidate who, SecretBytes password) {
    return ask(who, PamAnswers.toEach(password), this::judge);
  }

  /** Changes an expired password. Blocks. */
  public Judgement changePassword(Candidate who, SecretBytes password, SecretBytes fresh) {
    return ask(who, PamAnswers.of(password, password, fresh, fresh), this::judgeAndChange);
  }

  /** Asks a person whatever the modules want to know, a new password included. Blocks. */
  public Judgement converse(Candidate who, Conversation conversation) {
    PamDialogue dialogue = new PamDialogue(conversation);
    // in sshd's words: programs that ban guessers read them
    return ask(
        who,
        dialogue,
        handle -> {
          Verdict verdict = judgeAndChange(handle);
          if (verdict == Verdict.DENIED) {
            refused(who, CLOSED);
          }
          dialogue.end();
          return verdict;
        },
        reason -> refused(who, reason));
  }

  private void refused(Candidate who, String reason) {
    log.error(
        "PAM: %s for %s%s from %s"
            .formatted(reason, who.valid() ? "" : "illegal user ", who.name(), who.remote()));
  }

  /** Whether one who has logged in by other means may come in. Blocks. */
  public Judgement account(Candidate who) {
    return ask(who, PamAnswers.of(), this::account);
  }

  /**
   * Opens a session for one who has logged in. Blocks.
   *
   * @param environment what modules find in theirs, each {@code NAME=value}
   * @return empty where there is no process to have one
   */
  public Optional<LoginProcess> openSession(
      Account account, String remote, List<String> environment) {
    CompletableFuture<LoginProcess> opened = new CompletableFuture<>();
    try {
      thread(() -> LoginProcess.open(account, service, remote, environment), opened);
      LoginProcess process = opened.join();
      if (process.status() != PamLibrary.SUCCESS) {
        log.error("PAM: pam_open_session(): " + library.message(0, process.status()));
      }
      return Optional.of(process);
    } catch (CompletionException e) {
      return noSession(e.getCause());
    } catch (NoThreadException e) {
      return noSession(e);
    }
  }

  private Optional<LoginProcess> noSession(Throwable reason) {
    log.error("PAM: no session: " + Printable.line(String.valueOf(reason.getMessage())));
    return Optional.empty();
  }

  private static <T> void thread(Callable<T> work, CompletableFuture<T> result)
      throws NoThreadException {
    Threads.daemon(
        "pam",
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception | Error e) {
            result.completeExceptionally(e);
          }
        });
  }

  private Verdict judge(PamHandle handle) throws PamException {
    handle.authenticate();
    return account(handle);
  }

  private Verdict judgeAndChange(PamHandle handle) throws PamException {
    Verdict verdict = judge(handle);
    if (verdict != Verdict.EXPIRED) {
      return verdict;
    }
    handle.changePassword();
    return Verdict.ACCEPTED;
  }

  private Verdict account(PamHandle handle) {
    try {
      return handle.accountExpects() ? Verdict.EXPIRED : Verdict.ACCEPTED;
    } catch (PamException e) {
      log.verbose("PAM: " + Printable.line(e.getMessage()));
      return Verdict.DENIED;
    }
  }

  private record Answer(Verdict verdict, List<String> environment, Duration delay) {
    static Answer refused(Duration delay) {
      return new Answer(Verdict.REFUSED, List.of(), delay);
    }
  }

  private Judgement ask(Candidate who, PamAnswers answers, Question question) {
    Judgement judged =
        ask(
            who,
            answers,
            question,
            // the login tells it
            reason ->
                log.debug(
                    "PAM: password authentication failed for %s: %s"
                        .formatted(who.name(), reason)));
    return new Judgement(judged.verdict(), answers.said(), judged.environment());
  }

  private Judgement ask(Candidate who, PamTalk talk, Question question, Consumer<String> refused) {
    return ask(who, talk, question, refused, 0);
  }

  /**
   * @param before nanoseconds that somebody else has worked for the same answer
   */
  private Judgement ask(
      Candidate who, PamTalk talk, Question question, Consumer<String> refused, long before) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    PamTurn turn = new PamTurn(lookups, talk, log);
    try {
      turn.take();
    } catch (NotAskedException _) {
      return new Judgement(Verdict.REFUSED); // it was told
    }
    try {
      thread(() -> answer(who, turn, question, refused), answer);
    } catch (NoThreadException e) {
      turn.close();
      log.error("PAM: " + e.getMessage());
      return new Judgement(Verdict.REFUSED);
    }
    Answer given = answer.join();
    if (given.verdict() == Verdict.REFUSED) {
      PamRefusals.await(given.delay(), before + turn.taken());
    }
    return new Judgement(given.verdict(), "", given.environment());
  }

  /**
   * Takes the time of a refusal by modules, for a password that somebody else has refused: time
   * must not tell who was asked. They are asked, about nobody: what delay they want, and what the
   * library makes of it, which is never the same, nobody else knows.
   *
   * @param password that was refused; they are not told it
   * @param begun when it was asked about, by {@link System#nanoTime}
   */
  public void refuseLikewise(SecretBytes password, long begun) {
    long before = System.nanoTime() - begun;
    Judgement _ = ask(NOBODY, PamAnswers.toEach(password), this::judge, _ -> {}, before);
  }

  private Answer answer(Candidate who, PamTurn turn, Question question, Consumer<String> refused) {
    PamTalk answering = who.may() ? turn : new PamMisled(turn);
    try (turn;
        PamHandle handle = new PamHandle(library, service, who, answering)) {
      try {
        Verdict verdict = question.ask(handle);
        return who.may() ? answer(handle, verdict) : Answer.refused(Duration.ZERO);
      } catch (PamException e) {
        e.answer()
            .ifPresentOrElse(
                reason -> refused.accept(Printable.line(reason)),
                () -> log.error("PAM: " + Printable.line(e.getMessage())));
        return Answer.refused(Duration.of(handle.delayMicroseconds(), ChronoUnit.MICROS));
      }
    } catch (PamException e) {
      log.error("PAM: " + Printable.line(e.getMessage()));
      return Answer.refused(Duration.ZERO);
    }
  }

  private static Answer answer(PamHandle handle, Verdict verdict) {
    boolean comesIn = verdict == Verdict.ACCEPTED;
    List<String> environment =
        comesIn || verdict == Verdict.EXPIRED ? handle.environment() : List.of();
    if (comesIn) {
      handle.leaveToSession();
    }
    return new Answer(verdict, environment, Duration.ZERO);
  }
}
