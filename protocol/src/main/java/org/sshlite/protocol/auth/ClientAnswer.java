package org.sshlite.protocol.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.transport.Transport;

/** What a client's credentials answer. */
sealed interface ClientAnswer extends AuthEvent.Answer {
  /** Who wants to log in, and how. */
  record Prepared(String user, List<String> methods) implements ClientAnswer {}

  /** The next key; empty when there are no more. */
  record NextKey(Optional<Offer> offer) implements ClientAnswer {}

  /** The signature; empty when the key cannot sign now. */
  record Signed(Optional<byte[]> signature) implements ClientAnswer {}

  /** A password; empty when there are no more. */
  record NextPassword(Optional<SecretBytes> password)
      implements ClientAnswer, Transport.Discardable {
    @Override
    public void discard() {
      password.ifPresent(SecretBytes::close);
    }
  }

  /** A new password; empty when there is none. */
  record NewPassword(Optional<PasswordChange> change)
      implements ClientAnswer, Transport.Discardable {
    @Override
    public void discard() {
      change.ifPresent(PasswordChange::close);
    }
  }

  /** What "keyboard-interactive" is to begin with; empty when it is not. */
  record Submethods(Optional<List<String>> names) implements ClientAnswer {}

  /** The answers of one round; empty when nobody answers. */
  record Answered(Optional<Answers> answers) implements ClientAnswer, Transport.Discardable {
    @Override
    public void discard() {
      answers.ifPresent(Answers::close);
    }
  }

  /** The banner was shown. */
  record BannerShown() implements ClientAnswer {}

  /** A key with the algorithm it is to sign by. */
  record Offer(Signer signer, String algorithm, byte[] blob) {}
}
