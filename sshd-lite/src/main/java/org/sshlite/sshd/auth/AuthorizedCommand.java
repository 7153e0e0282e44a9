package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.config.Words;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.OpenedFile;

/**
 * A program that is asked who may log in: AuthorizedKeysCommand and AuthorizedPrincipalsCommand of
 * sshd_config(5). It must be root's, and nobody else's to change; it runs as a user that the
 * configuration names, with his groups and nothing of ours.
 *
 * @param keyword of it, for the log
 * @param text program and arguments
 * @param user who runs it, with tokens
 * @param place of its lines, for the log
 * @param login the name that logs in
 * @param toldOfLogin whether that is the argument of a program without one
 * @param limit how long it may take
 */
record AuthorizedCommand(
    String keyword,
    String text,
    String user,
    CommandTokens tokens,
    String place,
    String login,
    boolean toldOfLogin,
    Accounts accounts,
    Duration limit,
    StderrLog log)
    implements TrustedLines {
  // OpenSSH's _PATH_STDPATH
  private static final String PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

  @Override
  public <T> Optional<T> first(Function<Line, Optional<T>> question) {
    try {
      // it waits in calls of the system, and what it asks may be far away
      return Lookups.COMMANDS.ask(() -> run(question), log);
    } catch (NotAskedException e) {
      log.verbose(keyword + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private <T> Optional<T> run(Function<Line, Optional<T>> question) {
    try {
      Account account = account();
      List<String> words = words();
      Optional<String> problem = problem(words.getFirst(), account);
      if (problem.isPresent()) {
        log.error(Printable.line(problem.get()));
        return Optional.empty();
      }
      Command command = command(words, account);
      String shown = Printable.line(Words.join(words));
      LineSearch<T> search = new LineSearch<>(place, question, log);
      boolean believed = new CommandOutput(command, limit).read(keyword + " " + shown, search, log);
      return believed ? search.answer() : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      log.error(keyword + " " + Printable.line(e.getMessage()));
      return Optional.empty();
    }
  }

  private Account account() throws IOException {
    String name = CommandTokens.ofUser(login).expand(user).orElse(user);
    Account account =
        Account.byName(name).orElseThrow(() -> new IOException("user \"" + name + "\" not found"));
    if (!accounts.serveAll() && account.uid() != accounts.own().uid()) {
      throw new IOException("can be run as \"" + name + "\" by a server of root's alone");
    }
    return account;
  }

  private List<String> words() throws IOException {
    List<String> words =
        Words.split(text, false)
            .orElseThrow(() -> new IOException("\"" + text + "\" contains invalid quotes"));
    List<String> expanded = new ArrayList<>(words.subList(0, 1));
    for (String word : words.subList(1, words.size())) {
      expanded.add(
          tokens
              .expand(word)
              .orElseThrow(() -> new IOException("has a token that there is not: " + word)));
    }
    if (words.size() == 1 && toldOfLogin) {
      expanded.add(login);
    }
    return expanded;
  }

  /** Why the program is not run, as its user sees it, in sshd's words. */
  private Optional<String> problem(String program, Account account) throws IOException {
    String name = "%s \"%s\"".formatted(keyword, program);
    return accounts
        .actor(account)
        .call(
            () -> {
              Path path = Path.of(program);
              Map<String, Object> facts;
              try {
                facts = Files.readAttributes(path, "unix:uid,mode,isRegularFile");
              } catch (IOException e) {
                return Optional.of("Could not stat " + name + ": " + ConfigFile.reason(e));
              }
              if (!(Boolean) facts.get("isRegularFile")) {
                return Optional.of("Unsafe " + name + ": " + OpenedFile.NOT_REGULAR);
              }
              return StrictModes.ofRoot()
                  .problem(path, (Integer) facts.get("uid"), (Integer) facts.get("mode"))
                  .map(problem -> "Unsafe " + name + ": " + problem);
            });
  }

  private Command command(List<String> words, Account account) {
    List<String> environment =
        new ArrayList<>(
            List.of(
                "PATH=" + PATH,
                "USER=" + account.name(),
                "LOGNAME=" + account.name(),
                "HOME=" + account.home()));
    Optional.ofNullable(System.getenv("LANG")).ifPresent(lang -> environment.add("LANG=" + lang));
    Command command = Command.of("/", environment, words.getFirst(), words.toArray(String[]::new));
    // root's, too: only so it has none of this process's groups (CVE-2021-41617)
    return accounts.serveAll() ? command.as(account) : command;
  }
}
