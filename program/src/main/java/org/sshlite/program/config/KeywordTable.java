package org.sshlite.program.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keywords of a program's configuration and what is to be done about those it does not support:
 * never silence where that would weaken what its user asked for.
 */
public final class KeywordTable {
  /** What a keyword is to us. */
  private enum Standing {
    SUPPORTED,
    /** What it asks for is so anyway, or harms nobody: nothing to say. */
    SATISFIED,
    /** Not supported yet; leaving it out is safe. */
    IGNORED,
    /** Not supported yet; leaving it out would give more than the user wants to give. */
    REFUSED,
    /** OpenSSH itself has dropped it. */
    DEPRECATED
  }

  private record Keyword(String name, Standing standing, List<String> harmless) {}

  private final Map<String, Keyword> keywords;

  private KeywordTable(Map<String, Keyword> keywords) {
    this.keywords = keywords;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The keyword's usual spelling, of whatever standing; empty when it is unknown. */
  public Optional<String> canonical(String keyword) {
    return find(keyword).map(Keyword::name);
  }

  /** Every keyword of the table in its usual spelling, and what it is to us: {@code ignored}. */
  public Map<String, String> standings() {
    Map<String, String> standings = new TreeMap<>();
    keywords.forEach(
        (name, keyword) ->
            standings.put(
                keyword.name().equalsIgnoreCase(name) ? keyword.name() : name,
                keyword.name().equalsIgnoreCase(name)
                    ? keyword.standing().name().toLowerCase(Locale.ROOT)
                    : "the same as " + keyword.name()));
    return standings;
  }

  private Optional<Keyword> find(String keyword) {
    return Optional.ofNullable(keywords.get(keyword.toLowerCase(Locale.ROOT)));
  }

  /**
   * What is to be done with a line.
   *
   * @param log told in one line what is left out
   * @return the keyword's usual spelling when it is supported; empty when there is nothing to do
   * @throws ConfigException when the keyword is unknown, or may not be left out
   */
  public Optional<String> accept(ConfigLine line, StderrLog log) throws ConfigException {
    Keyword keyword =
        find(line.keyword())
            .orElseThrow(() -> line.error("Bad configuration option: " + line.keyword()));
    if (keyword.standing() == Standing.SUPPORTED) {
      return Optional.of(keyword.name());
    }
    if (keyword.harmless().stream().anyMatch(line::is)) {
      return Optional.empty();
    }
    switch (keyword.standing()) {
      case REFUSED ->
          throw line.error(
              keyword.name() + " is not supported yet, and to ignore it would be unsafe");
      case IGNORED -> log.info(told(line, keyword.name() + " is not supported yet: ignored"));
      case DEPRECATED -> log.info(told(line, "Deprecated option " + keyword.name()));
      default -> log.log(LogLevel.DEBUG2, told(line, keyword.name() + " needs nothing here"));
    }
    return Optional.empty();
  }

  private static String told(ConfigLine line, String message) {
    return line.error(message).getMessage();
  }

  /** Collects the keywords. */
  public static final class Builder {
    private final Map<String, Keyword> keywords = new HashMap<>();

    private Builder() {}

    public Builder supported(String... names) {
      return add(Standing.SUPPORTED, List.of(), names);
    }

    public Builder satisfied(String... names) {
      return add(Standing.SATISFIED, List.of(), names);
    }

    public Builder ignored(String... names) {
      return add(Standing.IGNORED, List.of(), names);
    }

    public Builder refused(String... names) {
      return add(Standing.REFUSED, List.of(), names);
    }

    public Builder deprecated(String... names) {
      return add(Standing.DEPRECATED, List.of(), names);
    }

    /** Not worth a line when its value is one of {@code harmless}, such as its default. */
    public Builder ignoredUnless(String name, String... harmless) {
      return add(Standing.IGNORED, List.of(harmless), name);
    }

    /** Refused, but not when its value is one of {@code harmless}. */
    public Builder refusedUnless(String name, String... harmless) {
      return add(Standing.REFUSED, List.of(harmless), name);
    }

    /** Another name of a keyword that is already here. */
    public Builder alias(String name, String of) {
      Keyword keyword = keywords.get(of.toLowerCase(Locale.ROOT));
      if (keyword == null) {
        throw new IllegalArgumentException(of);
      }
      keywords.put(name.toLowerCase(Locale.ROOT), keyword);
      return this;
    }

    private Builder add(Standing standing, List<String> harmless, String... names) {
      for (String name : names) {
        Keyword keyword = new Keyword(name, standing, harmless);
        if (keywords.put(name.toLowerCase(Locale.ROOT), keyword) != null) {
          throw new IllegalArgumentException(name + " is here twice");
        }
      }
      return this;
    }

    public KeywordTable build() {
      return new KeywordTable(Map.copyOf(keywords));
    }
  }
}
