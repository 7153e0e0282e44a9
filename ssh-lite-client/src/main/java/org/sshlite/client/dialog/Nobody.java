package org.sshlite.client.dialog;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/** See {@link Dialog#nobody}. */
final class Nobody implements Dialog {
  static final Nobody INSTANCE = new Nobody();

  private static final System.Logger LOG = System.getLogger("org.sshlite.client");

  private Nobody() {}

  @Override
  public Optional<String> ask(String question) {
    return Optional.empty();
  }

  @Override
  public Optional<SecretBytes> askSecret(String prompt) {
    return Optional.empty();
  }

  @Override
  public void tell(Level level, String message) {
    LOG.log(level, message);
  }
}
