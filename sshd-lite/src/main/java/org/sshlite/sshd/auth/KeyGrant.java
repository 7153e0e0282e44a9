package org.sshlite.sshd.auth;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.key.KeyOption;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sshd.config.AddressList;

/**
 * What a line of authorized_keys grants to its key, by its options. An option that we cannot keep
 * makes the line grant nothing: none is ever left out where it would forbid something.
 *
 * @param command what is executed whatever the client asks for; empty for no such thing
 * @param from who may use the key; empty for everybody
 * @param expires when it ends; empty for never
 */
public record KeyGrant(
    Optional<String> command, boolean pty, Optional<AddressList> from, Optional<Instant> expires) {
  /** No options. */
  public static final KeyGrant ALL =
      new KeyGrant(Optional.empty(), true, Optional.empty(), Optional.empty());

  private static final String STRUCTURE = "key options";

  /**
   * @throws MalformedException with the option that is wrong or not supported
   */
  static KeyGrant parse(String options) throws MalformedException {
    KeyGrant grant = ALL;
    for (KeyOption option : KeyOption.parseList(options)) {
      grant = option.value().isPresent() ? grant.with(option) : grant.withFlag(option);
    }
    return grant;
  }

  private KeyGrant withFlag(KeyOption option) throws MalformedException {
    return switch (option.name()) {
      case "restrict", "no-pty" -> new KeyGrant(command, false, from, expires);
      case "pty" -> new KeyGrant(command, true, from, expires);
      // nothing is forwarded and no rc file is run, whatever these say
      case "no-port-forwarding",
          "port-forwarding",
          "no-agent-forwarding",
          "agent-forwarding",
          "no-x11-forwarding",
          "x11-forwarding",
          "no-user-rc",
          "user-rc" ->
          this;
      // a touch is always wanted
      case "touch-required", "no-touch-required" -> this;
      default -> throw unsupported(option);
    };
  }

  private KeyGrant with(KeyOption option) throws MalformedException {
    String value = option.value().orElseThrow();
    return switch (option.name()) {
      case "command" -> {
        once(option, command.isEmpty());
        yield new KeyGrant(Optional.of(value), pty, from, expires);
      }
      case "from" -> {
        once(option, from.isEmpty());
        AddressList list =
            AddressList.parse(value).orElseThrow(() -> malformed(option, "bad address list"));
        yield new KeyGrant(command, pty, Optional.of(list), expires);
      }
      case "expiry-time" -> {
        Instant end = time(value).orElseThrow(() -> malformed(option, "invalid expires time"));
        Instant first = expires.filter(end::isAfter).orElse(end);
        yield new KeyGrant(command, pty, from, Optional.of(first));
      }
      // they narrow or ask for forwarding, which there is none of
      case "permitopen", "permitlisten", "tunnel" -> this;
      // not taken over, as without PermitUserEnvironment
      case "environment" -> this;
      default -> throw unsupported(option);
    };
  }

  private static void once(KeyOption option, boolean first) throws MalformedException {
    if (!first) {
      throw malformed(option, "multiple clauses");
    }
  }

  private static MalformedException unsupported(KeyOption option) {
    return malformed(option, "not supported");
  }

  private static MalformedException malformed(KeyOption option, String problem) {
    return new MalformedException(STRUCTURE, option.name(), problem);
  }

  /** {@code YYYYMMDD[HHMM[SS]][Z]}: this system's time zone, or UTC with a Z. */
  private static Optional<Instant> time(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    boolean utc = upper.endsWith("Z") || upper.endsWith("UTC");
    String digits = upper.replaceFirst("(Z|UTC)$", "");
    String padded =
        switch (digits.length()) {
          case 8 -> digits + "000000";
          case 12 -> digits + "00";
          default -> digits;
        };
    try {
      LocalDateTime time =
          LocalDateTime.parse(
              padded,
              DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
                  .withResolverStyle(ResolverStyle.STRICT));
      return Optional.of(time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /**
   * Why the key may not be used, or empty.
   *
   * @param host the peer's name, or its address
   */
  Optional<String> refusal(String host, String address, Instant now) {
    if (from.isPresent() && !from.get().matches(host, address)) {
      return Optional.of("not permitted from " + address + " (from=)");
    }
    if (expires.isPresent() && !now.isBefore(expires.get())) {
      return Optional.of("expired at " + expires.get());
    }
    return Optional.empty();
  }
}
