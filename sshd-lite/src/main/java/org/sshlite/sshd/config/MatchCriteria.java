package org.sshlite.sshd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.PatternList.Answer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/** The criteria of a Match line, sshd_config(5): all must hold. */
final class MatchCriteria {
  /** Whose files we read: what a file says about a release, it says about how it is read. */
  private static final String VERSION = "OpenSSH_10.5p1";

  private final List<Predicate<Candidate>> criteria;

  private MatchCriteria(List<Predicate<Candidate>> criteria) {
    this.criteria = List.copyOf(criteria);
  }

  boolean match(Candidate candidate) {
    return criteria.stream().allMatch(criterion -> criterion.test(candidate));
  }

  /** Whether they hold for everybody, at any time: "Match all". */
  boolean areAll() {
    return criteria.isEmpty();
  }

  static MatchCriteria read(ConfigLine line) throws ConfigException {
    List<Predicate<Candidate>> criteria = new ArrayList<>();
    List<String> words = line.arguments();
    if (words.isEmpty()) {
      throw line.error("One or more attributes required for Match");
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String attribute = word.toLowerCase(Locale.ROOT);
      int equals = word.indexOf('=');
      if (attribute.equals("all")) {
        if (words.size() > 1) {
          throw line.error("'all' cannot be combined with other Match attributes");
        }
      } else if (attribute.equals("invalid-user")) {
        criteria.add(candidate -> !candidate.valid());
      } else if (equals > 0) {
        criteria.add(criterion(line, attribute.substring(0, equals), word.substring(equals + 1)));
      } else if (i + 1 < words.size()) {
        criteria.add(criterion(line, attribute, words.get(++i)));
      } else {
        throw line.error("Missing Match criteria for " + word);
      }
    }
    return new MatchCriteria(criteria);
  }

  private static Predicate<Candidate> criterion(ConfigLine line, String attribute, String value)
      throws ConfigException {
    if (value.isEmpty()) {
      throw line.error("Missing Match criteria for " + attribute);
    }
    return switch (attribute) {
      case "user" -> {
        PatternList users = PatternList.parse(value);
        yield candidate -> !candidate.user().isEmpty() && users.matches(candidate.user());
      }
      case "group" -> {
        PatternList groups = PatternList.parse(value);
        yield candidate -> !candidate.user().isEmpty() && match(groups, candidate.groups().get());
      }
      case "host" -> {
        PatternList hosts = PatternList.parse(value);
        yield candidate -> !candidate.host().isEmpty() && hosts.matchesHost(candidate.host());
      }
      case "address" -> {
        AddressList addresses = addresses(line, value);
        yield candidate -> match(addresses, candidate.address());
      }
      case "localaddress" -> {
        AddressList addresses = addresses(line, value);
        yield candidate -> match(addresses, candidate.localAddress());
      }
      case "localport" -> {
        int port = ListenAddress.port(line, value);
        yield candidate -> candidate.localPort() == port;
      }
      case "version" -> {
        boolean ours = PatternList.parse(value).matches(VERSION);
        yield _ -> ours;
      }
      case "rdomain" -> throw line.error("Match rdomain is not supported: Linux has no rdomains");
      default -> throw line.error("Unsupported Match attribute " + attribute);
    };
  }

  private static boolean match(AddressList addresses, String address) {
    return !address.isEmpty() && addresses.answer(address) == Answer.MATCH;
  }

  /** One that is negated wins over all. */
  private static boolean match(PatternList patterns, List<String> groups) {
    List<Answer> answers = groups.stream().map(patterns::answer).toList();
    return answers.contains(Answer.MATCH) && !answers.contains(Answer.NEGATED);
  }

  private static AddressList addresses(ConfigLine line, String value) throws ConfigException {
    return AddressList.parse(value)
        .orElseThrow(() -> line.error("Invalid Match address argument '" + value + "'"));
  }
}
