package org.sshlite.client.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.sshlite.client.terminal.Completion;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.FileName;

/** Completes commands, and names of this machine and of the server, as sftp(1). */
final class LineCompletion implements Completion {
  /** Waited for a server's names, and no longer: who types can type on. */
  private static final long PATIENCE_MILLIS = 3000;

  /** Names looked at in a folder: more than that nobody reads. */
  private static final int MOST_NAMES = 20_000;

  private final SftpClient client;
  private final Interpreter interpreter;

  LineCompletion(SftpClient client, Interpreter interpreter) {
    this.client = client;
    this.interpreter = interpreter;
  }

  /** A name in a folder. */
  private record Name(String text, boolean folder) {}

  @Override
  public int wordStart(String before) {
    return LastWord.of(before).start();
  }

  @Override
  public List<Choice> choices(String before) {
    LastWord word = LastWord.of(before);
    if (word.index() == 0) {
      String typed = word.text().toLowerCase(Locale.ROOT);
      return Help.COMMANDS.stream()
          .filter(name -> name.startsWith(typed) && before.endsWith(word.text()))
          .map(name -> new Choice(word.text() + name.substring(typed.length()), name, true))
          .toList();
    }
    if (word.pattern()) {
      return List.of(); // it stands for names already
    }
    int slash = word.text().lastIndexOf('/') + 1;
    String folder = word.text().substring(0, slash);
    String begun = word.text().substring(slash);
    List<Name> names = isLocal(before, word.index()) ? local(folder) : remote(folder, begun);
    String raw = before.substring(word.start());
    return names.stream()
        .filter(name -> name.text.startsWith(begun) && isShown(name, begun))
        .sorted(Comparator.comparing(Name::text))
        .map(name -> choice(word, raw, name, begun))
        .toList();
  }

  private static boolean isShown(Name name, String begun) {
    return begun.startsWith(".") || !name.text.startsWith(".");
  }

  private static Choice choice(LastWord word, String raw, Name name, String begun) {
    String text = raw + word.typed(name.text.substring(begun.length()));
    return name.folder
        ? new Choice(text + "/", name.text + "/", false)
        : new Choice(text + word.end(), name.text, true);
  }

  /** Whether a command's word, counted without its flags, names a file of this machine. */
  private static boolean isLocal(String before, int index) {
    String[] words = before.strip().split("\\s+");
    int operand = index;
    for (int i = 1; i < words.length && i < index; i++) {
      operand -= words[i].startsWith("-") ? 1 : 0;
    }
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "lcd", "lchdir", "lls", "lmkdir" -> true;
      case "put", "mput", "reput" -> operand == 1;
      case "get", "mget", "reget" -> operand > 1;
      default -> words[0].startsWith("!");
    };
  }

  private List<Name> local(String folder) {
    List<Name> names = new ArrayList<>();
    try (Stream<Path> children = Files.list(interpreter.here().resolve(folder))) {
      children
          .limit(MOST_NAMES)
          .forEach(
              path -> names.add(new Name(path.getFileName().toString(), Files.isDirectory(path))));
    } catch (IOException | RuntimeException _) {
      return List.of(); // no such folder
    }
    return names;
  }

  /** On another thread, which is given up when it takes long. */
  private List<Name> remote(String folder, String begun) {
    FileName path = RemotePlace.absolute(folder, interpreter.there());
    CompletableFuture<List<Name>> names = new CompletableFuture<>();
    Thread search;
    try {
      search =
          Threads.virtual(
              "sftp-completion",
              () -> {
                try {
                  names.complete(names(path, begun));
                } catch (IOException | RuntimeException | Error e) {
                  names.completeExceptionally(e);
                }
              });
    } catch (NoThreadException _) {
      return List.of();
    }
    try {
      return names.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return List.of();
    } catch (InterruptedException _) {
      return List.of(); // Ctrl-C: the line goes on
    } finally {
      search.interrupt();
    }
  }

  private List<Name> names(FileName folder, String begun) throws IOException {
    List<Entry> entries;
    try (Stream<Entry> all = client.list(folder)) {
      entries =
          all.limit(MOST_NAMES).filter(entry -> entry.name().text().startsWith(begun)).toList();
    }
    List<Name> names = new ArrayList<>();
    for (Entry entry : entries) {
      // a link to a folder is one to go on from; asked for only where it is the one answer
      boolean folderBehind =
          entry.attributes().isDirectory()
              || entries.size() == 1
                  && entry.attributes().isLink()
                  && new RemotePlace(client).isFolder(folder.resolve(entry.name()));
      names.add(new Name(entry.name().text(), folderBehind));
    }
    return names;
  }
}
