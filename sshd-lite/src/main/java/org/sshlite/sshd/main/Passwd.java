package org.sshlite.sshd.main;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.sshd.auth.PasswordHash;
import org.sshlite.sshd.auth.UsersFile;
import org.sshlite.sshd.process.Account;

/**
 * {@code sshd-lite passwd FILE USER [ACCOUNT]}: adds a user to a users file, or changes his
 * password, and the account that he runs as.
 */
final class Passwd {
  // bytes: what a server takes at most
  private static final int LONGEST = 1024;

  private Passwd() {}

  static void run(String... arguments) throws ExitException {
    if (arguments.length != 2 && arguments.length != 3) {
      throw new ExitException(
          ExitException.USAGE, "usage: sshd-lite passwd users_file user [account]");
    }
    Optional<String> account = arguments.length == 3 ? Optional.of(arguments[2]) : Optional.empty();
    if (account.filter(name -> !UsersFile.isName(name)).isPresent()) {
      throw new ExitException(ExitException.USAGE, "not a name for an account: " + account.get());
    }
    String user = arguments[1];
    if (!UsersFile.isName(user)) {
      throw new ExitException(ExitException.USAGE, "not a name for a user: " + user);
    }
    UsersFile users =
        new UsersFile(Path.of(arguments[0]), Optional.empty(), new StderrLog(LogLevel.INFO));
    try (SecretBytes password = ask(user)) {
      if (password.length() == 0 || password.length() > LONGEST) {
        throw new ExitException(
            ExitException.USAGE, "a password has 1 to " + LONGEST + " bytes; nothing changed");
      }
      users.put(user, PasswordHash.of(password, new SecureRandom()), account);
      account.filter(other -> !other.equals(user)).ifPresent(other -> warn(user, other));
    } catch (ConfigException | IOException e) {
      throw new ExitException(ExitException.USAGE, e.getMessage());
    }
  }

  /** Of a line that will let nobody in. */
  private static void warn(String user, String other) {
    if (Account.byName(user).isPresent()) {
      System.err.printf(
          "%s is an account of this machine: a server that has it refuses who is to run as %s%n",
          user, other);
    }
  }

  /** On a terminal twice and unseen, else the first line of standard input. */
  private static SecretBytes ask(String user) throws IOException, ExitException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return firstLine();
    }
    SecretBytes first = prompt(console, "New password for %s: ", user);
    try (SecretBytes second = prompt(console, "Again: ")) {
      if (!first.equals(second)) {
        first.close();
        throw new ExitException(ExitException.USAGE, "the passwords differ; nothing changed");
      }
    }
    return first;
  }

  private static SecretBytes prompt(Console console, String format, Object... arguments) {
    char[] typed = console.readPassword(format, arguments);
    if (typed == null) {
      return new SecretBytes(new byte[0]);
    }
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
    Arrays.fill(encoded.array(), (byte) 0);
    Arrays.fill(typed, '\0');
    return new SecretBytes(bytes);
  }

  private static SecretBytes firstLine() throws IOException {
    byte[] line = new byte[LONGEST + 1]; // one more than is allowed, which is refused
    int length = 0;
    InputStream in = StandardStream.stdin();
    for (int c = in.read(); c >= 0 && c != '\n' && length < line.length; c = in.read()) {
      line[length++] = (byte) c;
    }
    SecretBytes password = new SecretBytes(Arrays.copyOf(line, length));
    Arrays.fill(line, (byte) 0);
    return password;
  }
}
