package org.sshlite.sshd.pam;

import java.util.function.Consumer;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.sshd.login.LoginDevice;

/**
 * Asks what PAM wants to know, for one login: {@code keyboard-interactive:pam}.
 *
 * @param judged hears of one who may come in
 */
public record PamDevice(Pam pam, Pam.Candidate who, Consumer<Pam.Judgement> judged)
    implements LoginDevice {
  public static final String NAME = "pam";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean authenticate(String user, Conversation conversation)
      throws ConversationEndedException {
    Pam.Judgement judgement = pam.converse(who, conversation);
    // a closed account is a failure like others here, as with sshd: the account stage asks again
    boolean accepted = judgement.verdict() == Pam.Verdict.ACCEPTED;
    if (accepted && who.may()) {
      judged.accept(judgement);
    }
    return accepted;
  }
}
