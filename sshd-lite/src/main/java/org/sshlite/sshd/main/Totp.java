package org.sshlite.sshd.main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.sshd.auth.UsersFile;
import org.sshlite.sshd.login.TotpSecret;

/**
 * {@code sshd-lite totp FILE USER}: gives a user of a users file a new secret for his authenticator
 * app, and prints it in the form that apps take, as text or made into a QR code.
 */
final class Totp {
  private Totp() {}

  static void run(String... arguments) throws ExitException {
    if (arguments.length != 2) {
      throw new ExitException(ExitException.USAGE, "usage: sshd-lite totp users_file user");
    }
    UsersFile users =
        new UsersFile(Path.of(arguments[0]), Optional.empty(), new StderrLog(LogLevel.INFO));
    TotpSecret secret = TotpSecret.random(new SecureRandom());
    try {
      users.put(arguments[1], secret);
      String uri =
          "otpauth://totp/%s@%s?secret=%s".formatted(arguments[1], host(), secret.base32());
      StandardStream.stdout().write((uri + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (ConfigException | IOException e) {
      throw new ExitException(ExitException.USAGE, e.getMessage());
    }
  }

  /** For the app to show: what it is for. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "");
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
