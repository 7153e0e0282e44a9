package org.sshlite.tests.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A terminal of tmux with a program in it: keys go in, a screen comes out. Closing ends the
 * terminal's own tmux server and the program.
 */
public final class Terminal implements AutoCloseable {
  /** Runs a program; its status and the screen stay when it ends, be it by Ctrl-C. */
  private static final String SHOW_STATUS =
      "trap : INT; \"$@\"; echo \"[exit status $?]\"; exec cat";

  private static final Pattern STATUS = Pattern.compile("\\[exit status (\\d+)]");

  private static final Duration FIRST_LOOK = Duration.ofMillis(100);

  /** Each is a process, and there are many terminals. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final List<String> tmux;

  private Terminal(Path socket) {
    tmux = List.of(Peers.path("tmux").toString(), "-S", socket.toString(), "-f", "/dev/null");
  }

  public static void require() {
    Peers.require("tmux");
  }

  /**
   * @param folder for the terminal's socket; its path must be short, as those of sockets must
   */
  public static Terminal open(Path folder, int columns, int rows, Program program) {
    Terminal terminal = new Terminal(folder.resolve("tmux"));
    List<String> words = new ArrayList<>(List.of("new-session", "-d"));
    words.addAll(List.of("-x", "" + columns, "-y", "" + rows));
    for (Map.Entry<String, String> variable : program.environment().entrySet()) {
      words.addAll(List.of("-e", variable.getKey() + "=" + variable.getValue()));
    }
    words.addAll(List.of("sh", "-c", SHOW_STATUS, "sh"));
    words.addAll(program.command());
    terminal.tmux(words.toArray(String[]::new));
    return terminal;
  }

  private String tmux(String... words) {
    return Program.of(tmux.toArray(String[]::new)).with(words).env("TMUX", "").runWell();
  }

  /** Types text as it is. */
  public void type(String text) {
    tmux("send-keys", "-l", "--", text);
  }

  /** Pastes text, as a terminal does: between marks where the program has asked for them. */
  public void paste(String text) {
    tmux("set-buffer", "--", text);
    tmux("paste-buffer", "-p");
  }

  /** Types keys by their names: {@code Enter}, {@code C-c}, {@code Escape}. */
  public void press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", key);
    }
  }

  public void typeLine(String text) {
    type(text);
    press("Enter");
  }

  public void resize(int columns, int rows) {
    tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
  }

  /** Whether a key that interrupts does so: a program in raw mode reads it as any other. */
  public boolean isCooked() {
    String tty = tmux("display-message", "-p", "#{pane_tty}").strip();
    return Program.of("stty", "-F", tty, "-a").runWell().contains(" icanon");
  }

  /** The lines on the screen, without blanks at their ends. */
  public String screen() {
    return tmux("capture-pane", "-p").stripTrailing();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Running.PATIENCE)
        .pollDelay(FIRST_LOOK)
        .pollInterval(BETWEEN_LOOKS);
  }

  public void awaitScreen(String text) {
    await(text)
        .conditionEvaluationListener(null)
        .until(this::screen, screen -> screen.contains(text));
  }

  /**
   * Waits until this is the last on the screen: a prompt, before keys that edit. What is typed
   * while a program does not read, the kernel edits.
   */
  public void awaitEndOfScreen(String text) {
    await(text)
        .conditionEvaluationListener(null)
        .until(this::screen, screen -> screen.endsWith(text));
  }

  /** Waits for the program's end, and gives its exit status. */
  public int awaitStatus() {
    return Integer.parseInt(
        await("end of the program").until(() -> STATUS.matcher(screen()), Matcher::find).group(1));
  }

  @Override
  public void close() {
    tmux("kill-server");
  }
}
