package org.sshlite.client.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.config.Destination;
import org.sshlite.program.command.Flags;
import org.sshlite.program.command.ToolException;

/** The arguments of sftp(1). */
final class SftpArguments {
  static final String USAGE =
      """
      usage: ssh-lite-sftp [-46AaCfNpqrv] [-B buffer_size] [-b batchfile] [-c cipher]
                [-D sftp_server_command] [-F ssh_config] [-i identity_file]
                [-J destination] [-l limit] [-o ssh_option] [-P port]
                [-R num_requests] [-S program] [-s subsystem | sftp_server]
                [-X sftp_option] destination
      """;

  static final String HELP =
      USAGE
          + """

          Looks at, fetches and changes files of a host. More: ssh-lite-sftp(1); help lists
          the commands.

            -b file                        commands from a file, - for standard input
            -r  -p  -a  -f                 folders; keep times and modes; go on; to the disk
            -P port  -i key_file  -F file  where to, with what, configuration; -o Key=value
            -J hosts  -4  -6  -A  -C  -c   as ssh-lite
            -l limit  -q  -v  -N           kilobits a second; say less, more; print a batch
            -s subsystem  -D command       another server; one without a host
            -S program                     a program that connects
          """;

  private static final String LETTERS = "1246AafhNpqrvCc:D:i:l:o:s:S:b:B:F:J:P:R:X:";

  private final List<String> ssh =
      new ArrayList<>(
          List.of(
              "-oForwardX11 no",
              "-oPermitLocalCommand no",
              "-oClearAllForwardings yes",
              "-oControlMaster no"));
  private final StringBuilder flags = new StringBuilder();
  private Optional<String> batch = Optional.empty();
  private Optional<String> direct = Optional.empty();
  private Optional<String> program = Optional.empty();
  private String subsystem = "sftp";
  private long limit;
  private Optional<Integer> port = Optional.empty();
  private Optional<Place> place = Optional.empty();
  private Optional<String> target = Optional.empty();

  private SftpArguments() {}

  static SftpArguments parse(List<String> arguments) throws ToolException {
    SftpArguments parsed = new SftpArguments();
    Flags options = Flags.parse(LETTERS, arguments);
    for (Flags.Flag option : options.all()) {
      parsed.take(option.letter(), option.value());
    }
    parsed.ssh.add("-oForwardAgent no");
    if (parsed.direct.isEmpty()) {
      parsed.takeOperands(options.operands());
    }
    return parsed;
  }

  private void take(char letter, String value) throws ToolException {
    switch (letter) {
      case 'A', '4', '6', 'C' -> ssh.add("-" + letter);
      case 'F', 'J', 'c', 'i', 'o' -> ssh.addAll(List.of("-" + letter, value));
      case 'v', 'q' -> {
        ssh.add("-" + letter);
        flags.append(letter);
      }
      case 'P' ->
          port =
              Optional.of(
                  Destination.port(value)
                      .orElseThrow(() -> ToolException.fatal("Bad port \"" + value + "\"")));
      case '1' -> throw ToolException.fatal("SSH protocol v.1 is no longer supported");
      case '2' -> {} // so it is here anyway
      case 'a', 'f', 'p', 'r', 'N' -> flags.append(letter);
      case 'b' -> {
        if (batch.isPresent()) {
          throw ToolException.fatal("Batch file already specified.");
        }
        batch = Optional.of(value);
        ssh.add("-obatchmode yes");
      }
      case 'D' -> direct = Optional.of(value);
      case 'S' -> program = Optional.of(value);
      case 's' -> subsystem = value;
      case 'l' -> limit = positive(value, "") * 1024 / 8;
      // what is under way follows the way and what the server allows: nothing is to be set
      case 'B' -> positive(value, "Invalid buffer size \"" + value + "\"");
      case 'R' -> positive(value, "Invalid number of requests \"" + value + "\"");
      case 'X' -> TransferSetting.judge(value);
      default -> throw ToolException.usage("");
    }
  }

  private static long positive(String value, String message) throws ToolException {
    if (value.matches("[0-9]{1,9}") && Long.parseLong(value) > 0) {
      return Long.parseLong(value);
    }
    throw message.isEmpty() ? ToolException.usage("") : ToolException.fatal(message);
  }

  private void takeOperands(List<String> operands) throws ToolException {
    if (operands.isEmpty() || operands.size() > 2) {
      throw ToolException.usage("");
    }
    Place to =
        Place.parse("sftp", operands.getFirst())
            .orElseThrow(() -> ToolException.usage("Missing hostname"));
    place = Optional.of(to);
    target = operands.size() > 1 ? Optional.of(operands.get(1)) : Optional.empty();
    to.port().or(() -> port).ifPresent(number -> ssh.add("-oPort " + number));
    to.user().ifPresent(user -> ssh.addAll(List.of("-l", user)));
    if (!subsystem.contains("/")) {
      ssh.add("-s");
    }
    ssh.addAll(List.of("--", to.host(), subsystem));
  }

  boolean has(char flag) {
    return flags.indexOf(String.valueOf(flag)) >= 0;
  }

  /** {@code -b}. */
  Optional<String> batch() {
    return batch;
  }

  /** {@code -D}: no host, a server of this machine. */
  Optional<String> direct() {
    return direct;
  }

  /** {@code -S}: a process that connects. */
  Optional<String> program() {
    return program;
  }

  /** Bytes a second; 0 for no limit. */
  long limit() {
    return limit;
  }

  /** Absent with {@code -D} alone. */
  Optional<Place> place() {
    return place;
  }

  /** The second operand: where the file goes that the first one names. */
  Optional<String> target() {
    return target;
  }

  /** The arguments of ssh(1), its name left out. */
  List<String> ssh() {
    return List.copyOf(ssh);
  }

  /** Whether what is done is told. */
  boolean quiet() {
    return (has('q') || batch.isPresent()) && !has('N');
  }
}
