package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * A forwarding as LocalForward, RemoteForward and DynamicForward of ssh_config(5) ask for it.
 *
 * @param listen where connections are taken
 * @param connect where they go to; empty for SOCKS
 */
public record ForwardSpec(End listen, Optional<End> connect) {
  /** One end: a port, or a socket's path. */
  public sealed interface End {
    /**
     * @param host empty where none was named
     */
    record Port(Optional<String> host, int port) implements End {
      @Override
      public String toString() {
        return host.map(name -> "[" + name + "]:" + port).orElse(Integer.toString(port));
      }
    }

    /** A Unix domain socket; it may hold tokens. */
    record Socket(String path) implements End {
      @Override
      public String toString() {
        return path;
      }
    }
  }

  private record Field(String text, boolean path) {}

  /** LocalForward. */
  static ForwardSpec readLocal(ConfigLine line) throws ConfigException {
    List<String> words = words(line, 2);
    if (words.size() < 2) {
      throw line.error("Missing target argument.");
    }
    return local(words.getFirst() + ":" + words.getLast()).orElseThrow(() -> bad(line));
  }

  /** RemoteForward. */
  static ForwardSpec readRemote(ConfigLine line) throws ConfigException {
    List<String> words = words(line, 2);
    boolean dynamic = words.size() == 1;
    return parse(String.join(":", words))
        .filter(spec -> spec.connect().isEmpty() == dynamic)
        .orElseThrow(() -> bad(line));
  }

  /** DynamicForward. */
  static ForwardSpec readDynamic(ConfigLine line) throws ConfigException {
    return dynamic(words(line, 1).getFirst()).orElseThrow(() -> bad(line));
  }

  private static List<String> words(ConfigLine line, int most) throws ConfigException {
    List<String> words = line.all();
    if (words.size() > most) {
      throw line.error("keyword " + line.keyword() + " extra arguments at end of line");
    }
    return words;
  }

  private static ConfigException bad(ConfigLine line) {
    return line.error("Bad forwarding specification.");
  }

  private boolean listensAnywhere() {
    return listen instanceof End.Port port && port.port() == 0;
  }

  /** From the form of {@code -L}: {@code [bind:]port:host:port}, either end a path. */
  public static Optional<ForwardSpec> local(String text) {
    return parse(text).filter(spec -> spec.connect().isPresent() && !spec.listensAnywhere());
  }

  /** From the form of {@code -R}: as {@code -L}, or as {@code -D}, and the port may be 0. */
  public static Optional<ForwardSpec> remote(String text) {
    return parse(text);
  }

  /** From the form of {@code -D}: {@code [bind:]port}. */
  public static Optional<ForwardSpec> dynamic(String text) {
    return parse(text).filter(spec -> spec.connect().isEmpty() && !spec.listensAnywhere());
  }

  private static Optional<ForwardSpec> parse(String text) {
    return withVariables(text).flatMap(ForwardSpec::fields).flatMap(ForwardSpec::of);
  }

  /**
   * Variables come first: they may stand for ports and hosts, not for paths alone.
   *
   * @return empty where one is not set or has no name or end, as ssh
   */
  private static Optional<String> withVariables(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
      int end = text.indexOf('}', start);
      String value = end < 0 ? null : System.getenv(text.substring(start + 2, end));
      if (value == null) {
        return Optional.empty();
      }
      out.append(text, at, start).append(value);
      at = end + 1;
    }
    return Optional.of(out.append(text.substring(at)).toString());
  }

  private static Optional<ForwardSpec> of(List<Field> fields) {
    int size = fields.size();
    boolean path = fields.getFirst().path();
    int listening = path || size == 1 || size == 3 && !fields.get(2).path() ? 1 : 2;
    if (size == 2 && fields.get(1).path()) {
      listening = 1;
    }
    if (listening > size) {
      return Optional.empty();
    }
    Optional<End> listen = end(fields.subList(0, listening), false);
    if (listening == size) {
      return listen.map(end -> new ForwardSpec(end, Optional.empty()));
    }
    Optional<End> connect = end(fields.subList(listening, size), true);
    return listen.isEmpty() || connect.isEmpty()
        ? Optional.empty()
        : Optional.of(new ForwardSpec(listen.get(), connect));
  }

  private static Optional<End> end(List<Field> fields, boolean target) {
    if (fields.size() > 2) {
      return Optional.empty();
    }
    Field last = fields.getLast();
    if (last.path()) {
      return fields.size() == 1 ? Optional.of(new End.Socket(last.text())) : Optional.empty();
    }
    Optional<String> host =
        fields.size() == 1 ? Optional.empty() : Optional.of(fields.getFirst().text());
    if (target && host.isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> port =
        last.text().equals("0") && !target ? Optional.of(0) : Destination.port(last.text());
    return port.map(number -> new End.Port(host, number));
  }

  /** Between colons; brackets and backslashes keep theirs. Empty when a bracket is not closed. */
  private static Optional<List<Field>> fields(String text) {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at <= text.length() && fields.size() < 5) {
      StringBuilder field = new StringBuilder();
      if (text.startsWith("[", at)) {
        int end = text.indexOf(']', at);
        if (end < 0 || end + 1 < text.length() && text.charAt(end + 1) != ':') {
          return Optional.empty();
        }
        field.append(text, at + 1, end);
        at = end + 1;
      } else {
        for (; at < text.length() && text.charAt(at) != ':'; at++) {
          if (text.charAt(at) == '\\' && ++at == text.length()) {
            return Optional.empty();
          }
          field.append(text.charAt(at));
        }
      }
      fields.add(new Field(field.toString(), field.indexOf("/") >= 0));
      at++;
    }
    return fields.size() <= 4 ? Optional.of(fields) : Optional.empty();
  }

  ForwardSpec expanded(Tokens names) throws ConfigException {
    Optional<End> target =
        connect.isEmpty() ? connect : Optional.of(expanded(connect.get(), names));
    return new ForwardSpec(expanded(listen, names), target);
  }

  private static End expanded(End end, Tokens names) throws ConfigException {
    return end instanceof End.Socket(String path) ? new End.Socket(names.percent(path)) : end;
  }

  /** As {@code -G} shows it. */
  @Override
  public String toString() {
    return connect.map(end -> listen + " " + end).orElse(listen.toString());
  }
}
