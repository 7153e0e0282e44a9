package org.sshlite.sshd.pam;

import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.sshd.login.LoginDevice;

/** Asks what PAM wants to know, for one login: {@code keyboard-interactive:pam}. */
public record PamDevice(Pam pam, Pam.Candidate who) implements LoginDevice {
  public static final String NAME = "pam";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean authenticate(String user, Conversation conversation)
      throws ConversationEndedException {
    return pam.converse(who, conversation) == Pam.Verdict.ACCEPTED;
  }
}
