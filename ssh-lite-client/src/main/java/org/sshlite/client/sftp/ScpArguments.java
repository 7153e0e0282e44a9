package org.sshlite.client.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.config.Destination;
import org.sshlite.program.command.Flags;
import org.sshlite.program.command.ToolException;

/** The arguments of scp(1). */
final class ScpArguments {
  static final String USAGE =
      """
      usage: ssh-lite-scp [-346ABCpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]
                 [-i identity_file] [-J destination] [-l limit] [-o ssh_option]
                 [-P port] [-S program] [-X sftp_option] source ... target
      """;

  static final String HELP =
      USAGE
          + """

          Copies files to, from and between hosts, by SFTP. More: ssh-lite-scp(1).

            -r  -p  -q                     folders; keep times and modes; show no progress
            -P port  -i key_file  -F file  where to, with what, configuration; -o Key=value
            -J hosts  -4  -6  -A  -C  -c   as ssh-lite
            -l limit  -B  -v               kilobits a second; ask nothing; tell what happens
            -D command  -S program         a server without a host; a program that connects
          """;

  private static final String LETTERS = "12346ABCTdfOpqRrstvD:F:J:M:P:S:c:i:l:o:X:";

  private final List<String> ssh =
      new ArrayList<>(
          List.of(
              "-x",
              "-oPermitLocalCommand=no",
              "-oClearAllForwardings=yes",
              "-oRemoteCommand=none",
              "-oRequestTTY=no",
              "-oControlMaster=no"));
  private final StringBuilder flags = new StringBuilder();
  private Optional<String> program = Optional.empty();
  private Optional<String> direct = Optional.empty();
  private Optional<Integer> port = Optional.empty();
  private long limit;
  private List<String> sources = List.of();
  private String target = "";

  private ScpArguments() {}

  static ScpArguments parse(List<String> arguments) throws ToolException {
    ScpArguments parsed = new ScpArguments();
    Flags options = Flags.parse(LETTERS, arguments);
    for (Flags.Flag option : options.all()) {
      parsed.take(option.letter(), option.value());
    }
    parsed.ssh.add("-oForwardAgent=no");
    int last = options.operands().size() - 1;
    if (last < 1) {
      throw ToolException.usage("");
    }
    parsed.sources = options.operands().subList(0, last);
    parsed.target = options.operands().get(last);
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
      case 'B' -> ssh.add("-oBatchmode=yes");
      case 'P' ->
          port =
              Optional.of(
                  Destination.port(value)
                      .orElseThrow(() -> ToolException.fatal("bad port \"" + value + "\"")));
      case 'r', 'p', 'd' -> flags.append(letter);
      case '3', 's', 'T', '2' -> {} // so it is here anyway
      case 'S' -> program = Optional.of(value);
      case 'D' -> direct = Optional.of(value);
      case 'l' -> {
        if (!value.matches("[1-9][0-9]{0,8}")) {
          throw ToolException.usage("");
        }
        limit = Long.parseLong(value) * 1024 / 8;
      }
      case 'X' -> {
        // judged, and no more: see -B and -R of sftp
        TransferSetting.judge(value);
      }
      case 'O' ->
          // getopt(3)'s words: by them programs such as Emacs find out that they may not ask for it
          throw ToolException.fatal(
              "unknown option -- O: files go by SFTP, never by the old protocol");
      case 'R' ->
          throw ToolException.fatal("-R is not supported: between two hosts files go through here");
      case '1' -> throw ToolException.fatal("SSH protocol v.1 is no longer supported");
      default -> throw ToolException.usage("");
    }
  }

  boolean has(char flag) {
    return flags.indexOf(String.valueOf(flag)) >= 0;
  }

  List<String> sources() {
    return sources;
  }

  String target() {
    return target;
  }

  boolean targetIsFolder() {
    return has('d') || sources.size() > 1;
  }

  /** Connects to where {@code place} is. */
  Link connect(Place place) throws IOException {
    if (direct.isPresent()) {
      return Link.start(List.of(direct.get().strip().split("\\s+")), limit);
    }
    List<String> arguments = new ArrayList<>(ssh);
    place.port().or(() -> port).ifPresent(number -> arguments.addAll(List.of("-p", "" + number)));
    place.user().ifPresent(user -> arguments.addAll(List.of("-l", user)));
    arguments.addAll(List.of("-s", "--", place.host(), "sftp"));
    return Link.connect(program, arguments, limit);
  }
}
