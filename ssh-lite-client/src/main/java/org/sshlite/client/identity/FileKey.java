package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.dialog.Question;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PassphraseSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * A private key file of which only the public half is read, until the server accepts it: so that
 * nobody is asked for the passphrase of a key that is of no use.
 */
final class FileKey implements Signer {
  private static final int LONGEST_PUBLIC_KEY_FILE = 1 << 16;

  private final Path file;
  private final PublicKey publicKey;
  private final Dialog dialog;
  private final LoginOptions options;

  private FileKey(Path file, PublicKey publicKey, Dialog dialog, LoginOptions options) {
    this.file = file;
    this.publicKey = publicKey;
    this.dialog = dialog;
    this.options = options;
  }

  /** Empty, and the user told why where that matters, when it cannot be offered to a server. */
  static Optional<FileKey> open(KeyLocation location, Dialog dialog, LoginOptions options) {
    Path file = location.file();
    if (!Files.exists(file)) {
      dialog.tell(
          location.asked() ? Level.INFO : Level.DEBUG,
          "no such identity: " + Printable.line(file.toString()) + ": No such file or directory");
      return Optional.empty();
    }
    try {
      return publicHalf(file, dialog, options.prompts())
          .map(publicKey -> new FileKey(file, publicKey, dialog, options));
    } catch (KeyFileException e) {
      tell(dialog, e);
      return Optional.empty();
    }
  }

  /**
   * The public half as far as it can be seen without a passphrase: of the file, which may be a
   * public key itself, or of the one beside it. That there is none is told when the key is opened.
   */
  static Optional<PublicKey> shown(Path file, Dialog dialog) {
    try {
      Optional<PublicKey> inside = PrivateKeyFile.publicKey(file);
      if (inside.isPresent()) {
        return inside;
      }
    } catch (KeyFileException _) {
      // then it may be a public key
    }
    return read(file, _ -> {}).or(() -> besideIt(file, dialog));
  }

  private static Optional<PublicKey> publicHalf(Path file, Dialog dialog, int prompts)
      throws KeyFileException {
    Optional<PublicKey> shown = PrivateKeyFile.publicKey(file);
    if (shown.isEmpty()) {
      shown = besideIt(file, dialog);
    }
    if (shown.isPresent()) {
      return shown;
    }
    // an old format hides it: there is no other way than to open it now
    try (PrivateKey key = opened(file, dialog, prompts).key()) {
      return Optional.of(key.publicKey());
    }
  }

  /** Of any length that there is: {@link Credentials} judges it. */
  private static NamedPrivateKey opened(Path file, Dialog dialog, int prompts)
      throws KeyFileException {
    return PrivateKeyFile.read(file, passphrases(dialog, prompts), RsaPublicKey.LEAST_MINIMUM_BITS);
  }

  /** What stands in the {@code .pub} file; checked against the private key when that is opened. */
  private static Optional<PublicKey> besideIt(Path file, Dialog dialog) {
    return read(
        file.resolveSibling(file.getFileName() + ".pub"),
        problem -> dialog.tell(Level.DEBUG, "no public key: " + problem));
  }

  private static Optional<PublicKey> read(Path pub, Consumer<String> onProblem) {
    try {
      if (!Files.isRegularFile(pub)) {
        return Optional.empty();
      }
      if (Files.size(pub) > LONGEST_PUBLIC_KEY_FILE) {
        throw new IOException("too long");
      }
      return Optional.of(
          PublicKeyLine.parse(
                  Files.readString(pub).strip(),
                  blob -> PublicKeys.read(blob, RsaPublicKey.LEAST_MINIMUM_BITS))
              .key());
    } catch (IOException | MalformedException e) {
      onProblem.accept(Printable.line(pub + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static PassphraseSource passphrases(Dialog dialog, int prompts) {
    return (name, attempt) ->
        attempt > prompts
            ? Optional.empty()
            : dialog.answer(new Question.Passphrase(name)).filter(FileKey::isGiven);
  }

  private static boolean isGiven(SecretBytes passphrase) {
    return passphrase.length() > 0;
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    NamedPrivateKey named = opened(file, dialog, options.prompts());
    try (PrivateKey key = named.key()) {
      if (!key.publicKey().equals(publicKey)) {
        throw new KeyFileException(
            KeyFileException.Reason.MALFORMED,
            Printable.line(file.toString()) + ": the private key is not that of its public key");
      }
      if (options.agent().isPresent() && options.addedKeys().isPresent()) {
        options.addedKeys().get().add(options.agent().get(), file, named, dialog);
      }
      return key.sign(algorithm, data);
    }
  }

  /** Says why a key file is of no use. */
  static void tell(Dialog dialog, KeyFileException e) {
    switch (e.reason()) {
      case BAD_PERMISSIONS -> {
        String edge = "@".repeat(59);
        dialog.tell(Level.ERROR, edge);
        dialog.tell(Level.ERROR, "@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @");
        dialog.tell(Level.ERROR, edge);
        dialog.tell(Level.ERROR, e.getMessage());
        dialog.tell(Level.ERROR, "This private key will be ignored.");
      }
      // the person has just been asked, and knows
      case PASSPHRASE_NEEDED -> dialog.tell(Level.DEBUG, e.getMessage());
      case WRONG_PASSPHRASE, UNREADABLE, MALFORMED ->
          dialog.tell(Level.ERROR, "Load key: " + e.getMessage());
    }
  }
}
