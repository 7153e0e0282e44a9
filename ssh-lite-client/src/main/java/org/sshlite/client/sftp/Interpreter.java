package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.terminal.Completion;
import org.sshlite.sftp.client.LocalFileException;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** Does what lines say, sftp(1) INTERACTIVE COMMANDS. One thread. */
final class Interpreter {
  private final SftpClient client;
  private final Screen screen;
  private final SftpArguments arguments;
  private final LocalShell shell;
  private final FileName home;
  private final int columns;
  private FileName there;
  private Path here;
  private boolean meter;

  Interpreter(SftpClient client, Screen screen, SftpArguments arguments, boolean meter, int columns)
      throws IOException {
    this.client = client;
    this.screen = screen;
    this.arguments = arguments;
    this.meter = meter;
    this.columns = columns;
    this.shell = new LocalShell(screen);
    this.home = client.realPath(FileName.of("."));
    this.there = home;
    this.here = Path.of("").toAbsolutePath();
  }

  /** Our folder. */
  Path here() {
    return here;
  }

  /** The server's folder. */
  FileName there() {
    return there;
  }

  /** What lines may go on with. */
  Completion completion() {
    return new LineCompletion(client, this);
  }

  /** What is to happen after a line. */
  enum Next {
    GO_ON,
    FAILED,
    QUIT
  }

  /**
   * Does one line and tells what went wrong.
   *
   * @param echo whether it is shown before
   * @throws IOException when the session is over
   */
  Next run(String line, boolean echo) throws IOException {
    if (line.indexOf('\0') >= 0) {
      screen.error("A line with a NUL byte is no command.");
      return Next.FAILED;
    }
    TypedLine typed = TypedLine.of(line);
    boolean ignores = typed.ignoresErrors();
    if (echo && !typed.silent()) {
      screen.print("sftp> " + Shown.of(TypedText.name(line)));
    }
    try {
      Command command = Command.parse(typed.text());
      if (List.of("bye", "exit", "quit").contains(command.name())) {
        return Next.QUIT;
      }
      return dispatch(command, arguments.batch().isPresent() && !ignores) || ignores
          ? Next.GO_ON
          : Next.FAILED;
    } catch (CommandException | SftpException | LocalFileException e) {
      screen.error(e.getMessage());
    } catch (InvalidPathException e) {
      screen.error(
          Shown.of(TypedText.name(e.getInput()))
              + ": the name is no UTF-8, which this program cannot read or write");
    } catch (InterruptedIOException e) {
      Thread.interrupted();
    }
    return ignores ? Next.GO_ON : Next.FAILED;
  }

  /**
   * @param stops a command for several files ends at the first that fails
   * @return whether it went well
   */
  private boolean dispatch(Command command, boolean stops) throws IOException, CommandException {
    switch (command.name()) {
      case "" -> {}
      case "get", "mget", "reget" -> {
        return get(command);
      }
      case "put", "mput", "reput" -> {
        return put(command);
      }
      case "ls", "dir" -> new ListCommand(client, screen, command, columns).run(there);
      case "cd", "chdir" -> changeFolder(command.hasOperand(0) ? command.path(0) : "");
      case "pwd" -> screen.print("Remote working directory: " + Shown.of(there));
      case "rm" -> {
        return new EachMatch(client, screen, there, stops).remove(command.word(0));
      }
      case "chmod", "chown", "chgrp" -> {
        return new EachMatch(client, screen, there, stops).change(command);
      }
      case "mkdir", "rmdir", "rename", "ln", "symlink", "cp", "copy" ->
          new PathCommand(client, there).run(command);
      case "df" -> {
        FileName path =
            command.hasOperand(0) ? RemotePlace.absolute(command.path(0), there) : there;
        new DiskFree(screen, command)
            .run(PathCommand.of("remote statvfs", () -> client.fileSystem(path)));
      }
      case "lcd", "lchdir" -> changeLocalFolder(command);
      case "lpwd" -> screen.print("Local working directory: " + Shown.of(here));
      case "lmkdir" -> makeLocalFolder(command.path(0));
      case "lls" -> shell.list(here, forShell(command));
      case "!" -> shell.run(here, forShell(command));
      case "lumask" -> changeUmask(command);
      case "progress" -> {
        meter = !meter;
        screen.print("Progress meter " + (meter ? "enabled" : "disabled"));
      }
      case "version" -> screen.print("SFTP protocol version 3");
      default -> screen.out().print(Help.TEXT);
    }
    return true;
  }

  private static String forShell(Command command) throws CommandException {
    if (TypedText.isText(command.rest())) {
      return command.rest();
    }
    throw new CommandException(
        Shown.of(TypedText.name(command.rest())) + ": no UTF-8, which no command is given");
  }

  private boolean get(Command command) throws IOException, CommandException {
    String word = source(command);
    return copying(command).get(word, command.hasOperand(1) ? command.path(1) : "");
  }

  private boolean put(Command command) throws IOException, CommandException {
    String word = source(command);
    return copying(command).put(word, command.hasOperand(1) ? command.path(1) : "");
  }

  private static String source(Command command) throws CommandException {
    if (!command.hasOperand(0)) {
      throw new CommandException(
          "You must specify at least one path after a " + command.name() + " command.");
    }
    return command.word(0);
  }

  private Copying copying(Command command) {
    boolean resume = command.has('a') || command.name().startsWith("re") || arguments.has('a');
    TransferOptions options =
        TransferOptions.DEFAULT
            .withAtomic(false)
            .withResume(resume)
            .withPreserve(command.has('p') || command.has('P') || arguments.has('p'))
            .withSync(command.has('f') || arguments.has('f'));
    Screen told = screen;
    if (meter) {
      Meter drawn = new Meter(screen, columns);
      options = options.withProgress(drawn);
      told = screen.with(drawn);
    }
    Screen shown = told;
    options = options.withShortfall((_, why) -> shown.error(why.getMessage()));
    boolean recursive = command.has('r') || command.has('R') || arguments.has('r');
    return new Copying(client, told, options, recursive, here, there);
  }

  /** What the destination of the command line named: a folder is gone to, a file is got. */
  Next begin(String path, Optional<String> target) throws IOException {
    FileName named = RemotePlace.absolute(path, there);
    try {
      if (target.isEmpty() && new RemotePlace(client).isFolder(named)) {
        screen.tell("Changing to: " + Shown.of(named));
        changeFolder(named.text());
        return Next.GO_ON;
      }
      Command none = new Command("get", "", List.of(), "");
      return copying(none).get(path, target.orElse("")) ? Next.QUIT : Next.FAILED;
    } catch (CommandException | SftpException | LocalFileException e) {
      screen.error(e.getMessage());
    } catch (InterruptedIOException e) {
      Thread.interrupted();
    }
    return Next.FAILED;
  }

  private void changeFolder(String text) throws IOException, CommandException {
    FileName path = text.isEmpty() ? home : RemotePlace.absolute(text, there);
    FileName real = PathCommand.of("realpath " + Shown.of(path), () -> client.realPath(path));
    Attributes attributes = PathCommand.of("stat remote", () -> client.stat(real));
    if (!attributes.has(Attributes.PERMISSIONS)) {
      throw new CommandException("Can't change directory: Can't check target");
    }
    if (!attributes.isDirectory()) {
      throw new CommandException(
          "Can't change directory: \"" + Shown.of(real) + "\" is not a directory");
    }
    there = real;
  }

  private void changeLocalFolder(Command command) throws CommandException {
    String text = command.hasOperand(0) ? command.path(0) : "~";
    String user = System.getProperty("user.home");
    String path = text.isEmpty() || text.equals("~") ? user : text;
    Path to = here.resolve(path.startsWith("~/") ? user + path.substring(1) : path).normalize();
    if (!Files.isDirectory(to)) {
      throw new CommandException(
          "Couldn't change local directory to \"%s\": %s"
              .formatted(
                  Shown.of(text),
                  Files.exists(to) ? "Not a directory" : "No such file or directory"));
    }
    here = to;
  }

  private void changeUmask(Command command) throws CommandException {
    int mask = command.number(8);
    if (mask < 0 || mask > 07777) {
      throw new CommandException("You must supply a numeric argument to the lumask command.");
    }
    Umask.set(mask);
    screen.print("Local umask: %03o".formatted(mask));
  }

  private void makeLocalFolder(String text) throws CommandException {
    try {
      Files.createDirectory(here.resolve(text));
    } catch (IOException e) {
      throw new CommandException(
          "Couldn't create local directory \"%s\": %s"
              .formatted(
                  Shown.of(text),
                  Files.exists(here.resolve(text)) ? "File exists" : "No such file or directory"));
    }
  }
}
