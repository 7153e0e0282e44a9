package org.sshlite.protocol.conversation;

import java.util.List;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.protocol.message.UserauthInfoRequest;

/**
 * One round of a {@link Conversation}, RFC 4256 §3.2. From a server nothing in it is escaped.
 *
 * @param name of the dialogue, for a person; may be empty
 * @param instruction for a person; may be empty
 * @param prompts at most {@link UserauthInfoRequest#MAXIMUM_PROMPTS}; none where something is only
 *     to be shown
 */
public record Challenge(String name, String instruction, List<Prompt> prompts) {
  public Challenge {
    prompts = List.copyOf(prompts);
    if (prompts.size() > UserauthInfoRequest.MAXIMUM_PROMPTS) {
      throw new IllegalArgumentException("too many prompts: " + prompts.size());
    }
  }

  /** One question, whose answer is not to be seen. */
  public static Challenge secret(String prompt) {
    return new Challenge("", "", List.of(new Prompt(prompt, false)));
  }

  /** SSH_MSG_USERAUTH_INFO_REQUEST. */
  public UserauthInfoRequest message() {
    return new UserauthInfoRequest(name, instruction, "", prompts);
  }
}
