package org.sshlite.tools.keygen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.pem.PrivateKeyPem;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/** Reads and writes private key files for a run, asking for passphrases. */
final class PrivateKeys {
  private static final String EDGE = "@".repeat(59);

  private final CommandLine line;
  private final Console console;

  PrivateKeys(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  /** A key with the passphrase of its file; closing erases both. */
  record Unlocked(NamedPrivateKey named, SecretBytes passphrase) implements AutoCloseable {
    @Override
    public void close() {
      named.key().close();
      passphrase.close();
    }
  }

  /** PEM has no comment, which is not the same as an empty one. */
  static boolean hasComment(Path file, String comment) throws KeyFileException {
    return !comment.isEmpty() || PrivateKeyFile.publicKey(file).isPresent();
  }

  /** As {@link #unlock} with ssh-keygen's usual words. */
  NamedPrivateKey load(Path file) throws ToolException, IOException {
    String name = Printable.line(file.toString());
    Unlocked unlocked =
        unlock(
            file,
            "Enter passphrase for \"" + name + "\": ",
            "Load key \"" + name + "\"",
            line.value('P'));
    unlocked.passphrase().close();
    return unlocked.named();
  }

  /**
   * Reads a key file.
   *
   * @param prompt asked once where the file is encrypted and {@code given} is empty
   * @param complaint in front of the reason when the key cannot be had
   * @param given the passphrase from the command line
   */
  Unlocked unlock(Path file, String prompt, String complaint, Optional<String> given)
      throws ToolException, IOException {
    SecretBytes[] used = {new SecretBytes(new byte[0])};
    try {
      NamedPrivateKey named =
          PrivateKeyFile.read(
              file,
              (_, attempt) -> {
                if (attempt > 1) {
                  return Optional.empty();
                }
                used[0] = passphrase(prompt, given);
                return Optional.of(new SecretBytes(used[0].bytes().clone()));
              },
              RsaPublicKey.LEAST_MINIMUM_BITS);
      return new Unlocked(named, used[0]);
    } catch (KeyFileException e) {
      used[0].close();
      throw ToolException.fatal(complaint + ": " + why(file, e));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private SecretBytes passphrase(String prompt, Optional<String> given) {
    try {
      return given.isPresent() ? Passphrases.of(given.get()) : console.secret(prompt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String why(Path file, KeyFileException e) throws IOException {
    return switch (e.reason()) {
      case WRONG_PASSPHRASE, PASSPHRASE_NEEDED ->
          "incorrect passphrase supplied to decrypt private key";
      case BAD_PERMISSIONS -> {
        warnOfPermissions(file);
        yield "bad permissions";
      }
      case UNREADABLE, MALFORMED -> withoutName(file, e);
    };
  }

  /** The reason alone, in the words of the C library: the name stands in front of it already. */
  private static String withoutName(Path file, KeyFileException e) {
    String start = Printable.line(file.toString()) + ": ";
    String message = String.valueOf(e.getMessage());
    String reason = message.startsWith(start) ? message.substring(start.length()) : message;
    return switch (reason) {
      case "no such file" -> "No such file or directory";
      case "permission denied" -> "Permission denied";
      default -> reason;
    };
  }

  private void warnOfPermissions(Path file) throws IOException {
    Object mode = Files.getAttribute(file, "unix:mode");
    String octal = mode instanceof Integer bits ? Integer.toOctalString(bits & 0777) : "?";
    console.log(EDGE);
    console.log("@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @");
    console.log(EDGE);
    console.log(
        "Permissions 0"
            + "0".repeat(Math.max(0, 3 - octal.length()))
            + octal
            + " for '"
            + Printable.line(file.toString())
            + "' are too open.");
    console.log("It is required that your private key files are NOT accessible by others.");
    console.log("This private key will be ignored.");
  }

  /**
   * Writes a key file in the format of {@code -m}, mode 0600, in one step.
   *
   * @param passphrase empty for none; stays the caller's
   */
  void save(Path file, NamedPrivateKey named, SecretBytes passphrase) throws ToolException {
    String complaint = "Saving key \"" + Printable.line(file.toString()) + "\" failed: ";
    SecureRandom random = new SecureRandom();
    // as ssh-keygen: types that other programs' formats do not know stay in OpenSSH's
    KeyFormat format = PrivateKeyPem.supports(named.key()) ? line.format() : KeyFormat.RFC4716;
    if (format == KeyFormat.PEM && !PrivateKeyPem.hasTraditional(named.key())) {
      throw ToolException.ending(1, complaint + "invalid format");
    }
    if (format == KeyFormat.PEM && passphrase.length() > 0) {
      throw ToolException.ending(
          1, complaint + "PEM files cannot be encrypted safely, -m PKCS8 can");
    }
    try {
      switch (format) {
        case RFC4716 -> PrivateKeyFile.write(file, named, passphrase, line.encryption(), random);
        case PKCS8 -> replace(file, PrivateKeyPem.pkcs8(named.key(), passphrase, random));
        case PEM -> replace(file, PrivateKeyPem.traditional(named.key()));
      }
    } catch (KeyFileException e) {
      throw ToolException.ending(1, complaint + withoutName(file, e));
    } catch (IOException e) {
      throw ToolException.ending(1, complaint + Reason.of(e));
    }
  }

  private static void replace(Path file, byte[] text) throws IOException {
    try {
      TextFile.replace(file, text, "rw-------");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }
}
