package org.sshlite.sshd.pam;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;

/**
 * The turn that one question to PAM has. While somebody is asked others have it: a person who does
 * not answer keeps nobody out, and is limited by MaxStartups and LoginGraceTime. One thread at a
 * time.
 */
final class PamTurn implements PamTalk, AutoCloseable {
  private final Lookups lookups;
  private final PamTalk talk;
  private final StderrLog log;
  private Lookups.@Nullable Turn turn;
  private long begun;

  PamTurn(Lookups lookups, PamTalk talk, StderrLog log) {
    this.lookups = lookups;
    this.talk = talk;
    this.log = log;
  }

  void take() throws NotAskedException {
    turn = lookups.take(log);
    begun = System.nanoTime();
  }

  /** Nanoseconds that modules have had since they were last answered, or asked at all. */
  long taken() {
    return System.nanoTime() - begun;
  }

  @Override
  public void show(String text) {
    talk.show(text);
  }

  @Override
  public List<byte[]> ask(List<Prompt> prompts) throws IOException {
    close();
    List<byte[]> answers = talk.ask(prompts);
    try {
      take();
      return answers;
    } catch (NotAskedException e) {
      answers.forEach(answer -> Arrays.fill(answer, (byte) 0));
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (turn != null) {
      turn.close();
      turn = null;
    }
  }
}
