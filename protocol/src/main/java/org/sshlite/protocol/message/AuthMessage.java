package org.sshlite.protocol.message;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/** The messages of user authentication, RFC 4252 §6, numbers 50 to 79. */
public sealed interface AuthMessage extends Message
    permits SecretMessage,
        UserauthFailure,
        UserauthSuccess,
        UserauthBanner,
        UserauthPkOk,
        UserauthPasswdChangereq,
        UserauthInfoRequest,
        UserauthMethodMessage {
  /** RFC 4250 §4.1.2. */
  int FIRST_NUMBER = 50;

  int LAST_NUMBER = 79;

  /**
   * Reads the message with this number, all of it.
   *
   * @param in stands after the message number
   * @return empty for a number that is not one of these
   */
  static Optional<AuthMessage> read(int number, SshReader in) throws MalformedException {
    AuthMessage message =
        switch (number) {
          case UserauthRequest.NUMBER -> UserauthRequest.read(in);
          case UserauthFailure.NUMBER -> UserauthFailure.read(in);
          case UserauthSuccess.NUMBER -> new UserauthSuccess();
          case UserauthBanner.NUMBER -> UserauthBanner.read(in);
          default ->
              UserauthMethodMessage.isMethodSpecific(number)
                  ? UserauthMethodMessage.read(number, in)
                  : null;
        };
    if (message == null) {
      return Optional.empty();
    }
    in.end();
    return Optional.of(message);
  }
}
