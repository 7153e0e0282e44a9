package org.sshlite.sshd.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be executed. Byte strings, because a client's command need not be text; the arrays are
 * not copied.
 *
 * @param program absolute path of the file
 * @param arguments argv, the program's name first
 * @param environment the whole of it, each {@code NAME=value}
 * @param directory the working directory
 * @param user who runs it; empty for the user of this process. Then the directory may be missing,
 *     which he is told
 * @param login that it is started from; empty for this process
 * @param first what is run before it
 */
public record Command(
    String program,
    List<byte[]> arguments,
    List<byte[]> environment,
    String directory,
    Optional<Account> user,
    Optional<LoginProcess> login,
    Optional<RcScript> first) {
  /** For the user of this process. */
  public Command(
      String program, List<byte[]> arguments, List<byte[]> environment, String directory) {
    this(
        program,
        arguments,
        environment,
        directory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * @throws IllegalArgumentException for a NUL byte, which would end a string early
   */
  public Command {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    Stream.concat(arguments.stream(), environment.stream())
        .forEach(
            bytes -> {
              for (byte b : bytes) {
                if (b == 0) {
                  throw new IllegalArgumentException("NUL byte in a command or its environment");
                }
              }
            });
    if (program.indexOf(0) >= 0 || directory.indexOf(0) >= 0) {
      throw new IllegalArgumentException("NUL byte in a path");
    }
  }

  /** The same, run by another user: this process must be root's. */
  public Command as(Account another) {
    return new Command(
        program, arguments, environment, directory, Optional.of(another), login, first);
  }

  /** The same behind a script. */
  public Command after(Optional<RcScript> script) {
    return new Command(program, arguments, environment, directory, user, login, script);
  }

  /** The same, in a session of PAM, for whose account it is. */
  public Command within(LoginProcess process) {
    return new Command(
        program,
        arguments,
        environment,
        directory,
        Optional.of(process.account()),
        Optional.of(process),
        first);
  }

  /** A command of text. */
  public static Command of(
      String directory, List<String> environment, String program, String... arguments) {
    return new Command(program, bytes(List.of(arguments)), bytes(environment), directory);
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
