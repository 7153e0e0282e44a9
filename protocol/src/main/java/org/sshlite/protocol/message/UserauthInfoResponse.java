package org.sshlite.protocol.message;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_USERAUTH_INFO_RESPONSE, RFC 4256 §3.4.
 *
 * @param responses UTF-8, in the order of the prompts
 */
public record UserauthInfoResponse(List<SecretBytes> responses) implements SecretMessage {
  public static final int NUMBER = 61;

  public UserauthInfoResponse {
    responses = List.copyOf(responses);
  }

  static UserauthInfoResponse read(SshReader in) throws MalformedException {
    long count = in.uint32("num-responses");
    if (count > UserauthInfoRequest.MAXIMUM_PROMPTS) {
      throw in.malformed("num-responses", "more than " + UserauthInfoRequest.MAXIMUM_PROMPTS);
    }
    List<SecretBytes> responses = new ArrayList<>();
    try {
      for (long i = 0; i < count; i++) {
        responses.add(new SecretBytes(in.string("response")));
      }
    } catch (MalformedException e) {
      responses.forEach(SecretBytes::close);
      throw e;
    }
    return new UserauthInfoResponse(responses);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(responses.size());
    responses.forEach(response -> out.string(response.bytes()));
  }

  @Override
  public void close() {
    responses.forEach(SecretBytes::close);
  }

  /** Not even the lengths. */
  @Override
  public String toString() {
    return "UserauthInfoResponse[]";
  }
}
