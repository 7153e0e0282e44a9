package org.sshlite.protocol.message;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_USERAUTH_INFO_REQUEST, RFC 4256 §3.2: one round of questions, which may be none.
 *
 * @param name of the dialogue, for a person; may be empty
 * @param instruction for a person; may be empty
 */
public record UserauthInfoRequest(
    String name, String instruction, String language, List<Prompt> prompts) implements AuthMessage {
  public static final int NUMBER = 60;

  /** Questions at once. People are asked for one to three things; a screen holds no more. */
  public static final int MAXIMUM_PROMPTS = 64;

  public UserauthInfoRequest {
    prompts = List.copyOf(prompts);
  }

  static UserauthInfoRequest read(SshReader in) throws MalformedException {
    String name = in.text("name");
    String instruction = in.text("instruction");
    String language = in.text("language tag");
    long count = in.uint32("num-prompts");
    if (count > MAXIMUM_PROMPTS) {
      throw in.malformed("num-prompts", "more than " + MAXIMUM_PROMPTS);
    }
    List<Prompt> prompts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      prompts.add(new Prompt(in.text("prompt"), in.bool("echo")));
    }
    return new UserauthInfoRequest(name, instruction, language, prompts);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(name).string(instruction).string(language).uint32(prompts.size());
    for (Prompt prompt : prompts) {
      out.string(prompt.text()).bool(prompt.echo());
    }
  }
}
