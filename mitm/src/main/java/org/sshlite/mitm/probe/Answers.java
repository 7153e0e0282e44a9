package org.sshlite.mitm.probe;

import java.io.IOException;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;

/** Reads the answer to something that deserves a no. */
final class Answers {
  private Answers() {}

  /** To a request for authentication. */
  static void toLogin(ClientEnd end) throws IOException {
    int answer =
        Payload.number(
            end.await(UserauthSuccess.NUMBER, UserauthFailure.NUMBER, Unimplemented.NUMBER));
    if (answer == UserauthSuccess.NUMBER) {
      end.accepted(Leak.ACCESS, "it lets the user in");
    } else if (answer == UserauthFailure.NUMBER) {
      end.evidence().refused("the server", "says that the login failed");
    }
  }

  /** The number of an answer, where one of these means yes and the usual ones no. */
  static boolean isYes(ClientEnd end, int yes) throws IOException {
    int answer =
        Payload.number(
            end.await(yes, ChannelOpenFailure.NUMBER, ChannelFailure.NUMBER, Unimplemented.NUMBER));
    if (answer != yes) {
      end.evidence().refused("the server", "answers with message " + answer);
    }
    return answer == yes;
  }
}
