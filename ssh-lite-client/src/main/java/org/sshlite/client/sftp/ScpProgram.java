package org.sshlite.client.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.sftp.client.LocalFileException;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;
import org.sshlite.sftp.client.TreeListener;
import org.sshlite.sftp.client.Trees;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** One run of {@code ssh-lite-scp}: each source to the target, one behind the other. */
final class ScpProgram {
  private static final int FATAL = 255;

  /** As scp: such a name is rather a mistake in quoting. */
  private static final Pattern NO_USER = Pattern.compile("['\"` #]|[^\\x00-\\x7f]");

  private final Screen screen;
  private final Map<Place, Link> links = new HashMap<>();
  private final ScpArguments arguments;
  private final TransferOptions options;
  private boolean failed;

  private ScpProgram(ScpArguments arguments) {
    this.arguments = arguments;
    Terminals terminals = new Terminals();
    TransferOptions plain =
        TransferOptions.DEFAULT
            .withAtomic(false)
            .withFollowLinks(true)
            .withPreserve(arguments.has('p'))
            .withShortfall((_, why) -> tell(why.getMessage()));
    Screen standard = Screen.standard(false);
    if (terminals.out() && !arguments.has('q')) {
      Meter meter = new Meter(standard, terminals.columns());
      this.options = plain.withProgress(meter);
      this.screen = standard.with(meter);
    } else {
      this.options = plain;
      this.screen = standard;
    }
  }

  /** The exit status. */
  static int run(String[] words) {
    Screen screen = Screen.standard(false);
    if (List.of(words).equals(List.of("--help"))) {
      screen.out().print(ScpArguments.HELP);
      return 0;
    }
    try {
      return new ScpProgram(ScpArguments.parse(Arrays.asList(words))).copy();
    } catch (ToolException e) {
      if (!e.getMessage().isEmpty()) {
        screen.error("ssh-lite-scp: " + Printable.line(e.getMessage()));
      }
      if (e.showsUsage()) {
        screen.err().print(ScpArguments.USAGE);
        return 1;
      }
      return FATAL;
    }
  }

  private void error(String message) {
    failed = true;
    tell(message);
  }

  /** What is no failure. */
  private void tell(String message) {
    screen.error("ssh-lite-scp: " + message);
  }

  private int copy() {
    try {
      if (Place.colon(arguments.target()) < 0 && arguments.targetIsFolder()) {
        Path folder = Path.of(arguments.target());
        if (!Files.isDirectory(folder)) {
          String problem = Files.exists(folder) ? "Not a directory" : "No such file or directory";
          error(Shown.of(arguments.target()) + ": " + problem);
          return 1;
        }
      }
      for (String source : arguments.sources()) {
        copy(source);
      }
    } catch (IOException e) {
      error(Printable.line(String.valueOf(e.getMessage())));
      return FATAL;
    } finally {
      links.values().forEach(Link::close);
    }
    return failed ? 1 : 0;
  }

  private void copy(String source) throws IOException {
    try {
      Optional<Place> from = remote(source);
      Optional<Place> to = remote(arguments.target());
      if (from.isEmpty() && to.isEmpty()) {
        copyHere(source);
      } else if (from.isEmpty()) {
        put(source, to.get());
      } else if (to.isEmpty()) {
        get(from.get());
      } else {
        cross(from.get(), to.get());
      }
    } catch (CommandException | SftpException | LocalFileException e) {
      error(e.getMessage());
    }
  }

  /** Empty for a file of this machine. */
  private static Optional<Place> remote(String text) throws CommandException {
    if (Place.colon(text) < 0) {
      return Optional.empty();
    }
    Place place =
        Place.parse("scp", text)
            .orElseThrow(() -> new CommandException(Shown.of(text) + ": invalid uri"));
    if (place.user().filter(name -> NO_USER.matcher(name).find()).isPresent()) {
      throw new CommandException(Shown.of(place.user().get()) + ": invalid user name");
    }
    return Optional.of(place);
  }

  private SftpClient client(Place place) throws IOException {
    Place host = new Place(place.user(), place.host(), place.port(), Optional.empty());
    Link link = links.get(host);
    if (link == null) {
      link = arguments.connect(host);
      links.put(host, link);
    }
    return link.client();
  }

  /** As cp(1) does it. */
  private void copyHere(String source) throws IOException {
    List<String> command = new ArrayList<>(List.of("cp"));
    if (arguments.has('r')) {
      command.add("-r");
    }
    if (arguments.has('p')) {
      command.add("-p");
    }
    command.addAll(List.of("--", source, arguments.target()));
    try {
      failed |= UserEnvironment.program(command).inheritIO().start().waitFor() != 0;
    } catch (InterruptedException _) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The path on the server; "~" is the user's folder, in which all begin. */
  private static FileName path(SftpClient client, Place place) throws IOException {
    String path = place.path().orElse("");
    if (path.isEmpty() || path.equals("~")) {
      return FileName.of(".");
    }
    if (path.startsWith("~/")) {
      String inside = path.substring(2).replaceFirst("^/+", "");
      return FileName.of(inside.isEmpty() ? "." : inside);
    }
    return path.startsWith("~") ? client.expandPath(FileName.of(path)) : FileName.of(path);
  }

  private void put(String source, Place to) throws IOException, CommandException {
    Path local = Path.of(source);
    if (!Files.exists(local)) {
      // as scp: what follows is not tried
      throw new IOException("stat local \"" + source + "\": No such file or directory");
    }
    SftpClient client = client(to);
    FileName target = path(client, to);
    boolean folder = new RemotePlace(client).isFolder(target);
    if (!folder && arguments.targetIsFolder()) {
      try {
        client.makeFolder(target, Attributes.NONE.withPermissions(0777));
      } catch (SftpException e) {
        // as scp: what follows is not tried
        throw new IOException("remote mkdir \"" + Shown.of(target) + "\": " + e.getMessage(), e);
      }
      folder = true;
    }
    FileName path = folder ? target.resolve(Copying.lastName(FileName.of(source))) : target;
    boolean tree = arguments.has('r') && Files.isDirectory(local);
    String what = Shown.of(source) + " to " + Shown.of(to.path().orElse(""));
    try {
      if (!tree) {
        new Transfers(client, options).put(local, path);
      } else if (!new Trees(client, options, told(false)).put(local, path)) {
        error("failed to upload directory " + what);
      }
    } catch (SftpException | LocalFileException e) {
      error(e.getMessage());
      error("failed to upload " + (tree ? "directory " : "file ") + what);
    }
  }

  private TreeListener told(boolean down) {
    return new TreeListener() {
      @Override
      public void failed(FileName remote, Path local, IOException why) {
        error(why.getMessage());
      }

      @Override
      public void skipped(FileName remote, Path local) {
        tell(Copying.skipped(down, remote, local));
      }
    };
  }

  private List<FileName> sources(SftpClient client, Place from)
      throws IOException, CommandException {
    FileName path = path(client, from);
    RemotePlace place = new RemotePlace(client);
    List<FileName> matches =
        new Glob(place).matches(RemotePlace.bytes(path)).stream().map(RemotePlace::name).toList();
    if (!matches.isEmpty()) {
      return matches;
    }
    if (!place.exists(RemotePlace.bytes(path))) {
      throw new CommandException(Shown.of(path) + ": No such file or directory");
    }
    return List.of(path);
  }

  private void get(Place from) throws IOException, CommandException {
    SftpClient client = client(from);
    RemotePlace place = new RemotePlace(client);
    List<FileName> sources = sources(client, from);
    String target = arguments.target();
    Path local = Path.of(target);
    if ((sources.size() > 1 || arguments.targetIsFolder()) && !Files.isDirectory(local)) {
      if (Files.exists(local)) {
        throw new CommandException(
            "Multiple files match pattern, but destination \"%s\" is not a directory"
                .formatted(Shown.of(target)));
      }
      makeFolder(local);
    }
    boolean folder = Files.isDirectory(local);
    for (FileName source : sources) {
      boolean isFolder = place.isFolder(source);
      try {
        Path to = folder ? local.resolve(Copying.localName(source)) : local;
        if (isFolder && arguments.has('r')) {
          failed |= !new Trees(client, options, told(true)).get(source, to);
        } else {
          FileName named = isFolder ? source.resolve(FileName.EMPTY) : source;
          new Transfers(client, options).get(named, to);
        }
      } catch (SftpException | LocalFileException e) {
        error(e.getMessage());
      }
    }
  }

  private static void makeFolder(Path path) throws CommandException {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new CommandException("local mkdir \"" + Shown.of(path) + "\": " + e.getMessage());
    }
  }

  private void cross(Place from, Place to) throws IOException, CommandException {
    SftpClient source = client(from);
    SftpClient target = client(to);
    FileName path = path(target, to);
    boolean folder = new RemotePlace(target).isFolder(path);
    if (!folder && arguments.targetIsFolder()) {
      throw new CommandException(Shown.of(path) + ": destination is not a directory");
    }
    Crossing crossing =
        new Crossing(source, target, options, arguments.has('r'), this::error, this::tell);
    for (FileName name : sources(source, from)) {
      crossing.copy(name, folder ? path.resolve(Copying.lastName(name)) : path);
    }
  }
}
