package org.sshlite.sshd.config;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.pattern.PatternList.Answer;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.QualityOfService;
import org.sshlite.sshd.penalty.NetBlockSize;
import org.sshlite.sshd.penalty.PenaltyRules;
import org.sshlite.sshd.penalty.SourceRules;

/** The keywords about where connections come from, and how they are carried. */
public final class SourceSettings {
  private static final Topic TOPIC = new Topic();
  private static final String NONE = "none";

  /** Empty for nobody. */
  public static final Setting<Optional<AddressList>> PER_SOURCE_PENALTY_EXEMPT_LIST =
      TOPIC
          .add(
              new Setting<>(
                  "PerSourcePenaltyExemptList",
                  Optional.<AddressList>empty(),
                  (line, _) -> exempt(line)))
          .shownAs(list -> List.of(list.map(AddressList::toString).orElse(NONE)));

  /** Where proxies are that say for whom they come; empty for nowhere. */
  public static final Setting<Optional<AddressList>> PROXY_PROTOCOL =
      TOPIC
          .add(
              new Setting<>(
                  "ProxyProtocol", Optional.<AddressList>empty(), (line, _) -> proxies(line)))
          .shownAs(
              list -> List.of(list.map(each -> each.toString().replace(',', ' ')).orElse(NONE)));

  /** {@link Integer#MAX_VALUE} for no limit. */
  public static final Setting<Integer> PER_SOURCE_MAX_STARTUPS =
      TOPIC
          .add(
              new Setting<>(
                  "PerSourceMaxStartups", Integer.MAX_VALUE, (line, _) -> mostStartups(line)))
          .shownAs(most -> List.of(most == Integer.MAX_VALUE ? NONE : String.valueOf(most)));

  public static final Setting<NetBlockSize> PER_SOURCE_NET_BLOCK_SIZE =
      TOPIC.add(
          new Setting<>(
              "PerSourceNetBlockSize", NetBlockSize.DEFAULT, (line, _) -> NetBlockSize.read(line)));

  public static final Setting<PenaltyRules> PER_SOURCE_PENALTIES =
      TOPIC
          .add(
              new Setting<>(
                  "PerSourcePenalties", PenaltyRules.DEFAULT, (line, _) -> PenaltyRules.read(line)))
          .adding(PenaltyRules::and);

  /** Whether those who connect are known by names, too. */
  public static final Setting<Boolean> USE_DNS = TOPIC.yesNo("UseDNS", false);

  public static final Setting<Boolean> TCP_KEEP_ALIVE = TOPIC.yesNo("TCPKeepAlive", true);

  public static final Setting<QualityOfService> IP_QOS =
      TOPIC
          .add(
              new Setting<>(
                  "IPQoS",
                  QualityOfService.DEFAULT,
                  (line, _) -> QualityOfService.SYNTAX.reader().read(line)))
          .inMatch()
          .shownAs(QualityOfService.SYNTAX.show());

  private SourceSettings() {}

  static List<Setting<?>> all() {
    return TOPIC.settings();
  }

  /** What these keywords say together. */
  public static SourceRules rules(ServerConfig config) {
    Optional<AddressList> exempt = config.get(PER_SOURCE_PENALTY_EXEMPT_LIST);
    return new SourceRules(
        config.get(PER_SOURCE_PENALTIES),
        address -> exempt.map(list -> list.answer(address) == Answer.MATCH).orElse(false),
        config.get(PER_SOURCE_NET_BLOCK_SIZE),
        config.get(PER_SOURCE_MAX_STARTUPS));
  }

  private static Optional<AddressList> exempt(ConfigLine line) throws ConfigException {
    return networks(line, line.only("missing argument."));
  }

  private static Optional<AddressList> proxies(ConfigLine line) throws ConfigException {
    return networks(line, String.join(",", line.all()));
  }

  private static Optional<AddressList> networks(ConfigLine line, String text)
      throws ConfigException {
    if (text.equalsIgnoreCase(NONE)) {
      return Optional.empty();
    }
    Optional<AddressList> list = AddressList.parse(text).filter(AddressList::isOfNetworks);
    if (list.isEmpty()) {
      throw line.error("keyword " + line.keyword() + " invalid address argument.");
    }
    return list;
  }

  private static int mostStartups(ConfigLine line) throws ConfigException {
    return line.is(NONE) ? Integer.MAX_VALUE : line.number();
  }
}
