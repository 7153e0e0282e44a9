package org.sshlite.client.identity;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;

/** The user's keys and password, for one connection. */
public final class Credentials implements UserCredentials {
  private static final String PASSWORD = "password";

  private final String user;
  private final String host;
  private final LoginOptions options;
  private final Dialog dialog;
  private final BooleanSupplier secretsAllowed;
  private final Queue<Signer> signers;
  private final Queue<KeyLocation> files;
  private final CertificateFiles certificates;

  /** A file's key and its certificates, not yet offered. */
  private final Queue<Signer> loaded = new ArrayDeque<>();

  /**
   * @param host its name, for the prompt
   * @param secretsAllowed whether the host may be given a password; asked once its key was verified
   */
  public Credentials(
      String user,
      String host,
      LoginOptions options,
      Dialog dialog,
      BooleanSupplier secretsAllowed) {
    this.user = user;
    this.host = host;
    this.options = options;
    this.dialog = dialog;
    this.secretsAllowed = secretsAllowed;
    this.signers = new ArrayDeque<>(options.signers());
    this.files = new ArrayDeque<>(options.files());
    this.certificates = new CertificateFiles(options.certificates(), dialog);
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public List<String> methods() {
    return options.methods().stream()
        .filter(method -> !method.equals(PASSWORD) || secretsAllowed.getAsBoolean())
        .toList();
  }

  @Override
  public Optional<Signer> nextKey() {
    if (!loaded.isEmpty()) {
      return nextLoaded();
    }
    while (!signers.isEmpty()) {
      Signer signer = signers.remove();
      if (isLongEnough(signer)) {
        return Optional.of(signer);
      }
    }
    while (!files.isEmpty()) {
      KeyLocation location = files.remove();
      Optional<FileKey> key =
          FileKey.open(CertificateFiles.keyOf(location), dialog, options.prompts());
      if (key.filter(this::isLongEnough).isPresent()) {
        // a certificate says more than its key, so it comes first
        loaded.addAll(certificates.of(key.get(), location));
        loaded.add(key.get());
        return nextLoaded();
      }
    }
    return Optional.empty();
  }

  private Optional<Signer> nextLoaded() {
    Signer next = loaded.remove();
    PublicKey key = next.publicKey();
    dialog.tell(Level.DEBUG, "Offering public key: " + key.type() + " " + key.fingerprint());
    return Optional.of(next);
  }

  private boolean isLongEnough(Signer signer) {
    if (signer.publicKey() instanceof RsaPublicKey rsa && rsa.bits() < options.requiredRsaBits()) {
      dialog.tell(Level.DEBUG, "Skipping " + rsa.fingerprint() + ": shorter than RequiredRSASize");
      return false;
    }
    return true;
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    // asked again here: no change of the order in which the protocol asks may give a secret away
    if (attempt > options.prompts() || !secretsAllowed.getAsBoolean()) {
      return Optional.empty();
    }
    if (attempt > 1) {
      dialog.tell(Level.ERROR, "Permission denied, please try again.");
    }
    return dialog.askSecret(Printable.line(user + "@" + host) + "'s password: ");
  }

  @Override
  public void banner(String message) {
    dialog.tell(Level.INFO, Printable.lines(message));
  }
}
