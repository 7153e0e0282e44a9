package org.sshlite.sshd.auth;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.KeyOption;
import org.sshlite.crypto.signer.AbsoluteTime;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.sshd.config.AddressList;
import org.sshlite.sshd.permit.KeyPermissionsReader;

/**
 * Reads the options of a line, sshd(8) AUTHORIZED_KEYS FILE FORMAT. An option that we cannot keep
 * makes the line grant nothing: none is ever left out where it would forbid something.
 */
final class KeyGrantReader {
  private static final String STRUCTURE = "key options";

  private final KeyPermissionsReader permissions = new KeyPermissionsReader();
  private Optional<AddressList> from = Optional.empty();
  private Optional<Instant> expires = Optional.empty();
  private boolean certAuthority;
  private Optional<List<String>> principals = Optional.empty();
  private boolean touchRequired = true;
  private boolean verifyRequired;

  private KeyGrantReader() {}

  static KeyGrant read(String options) throws MalformedException {
    KeyGrantReader reader = new KeyGrantReader();
    for (KeyOption option : KeyOption.parseLooseList(options)) {
      if (reader.permissions.read(option)) {
        continue;
      }
      if (option.value().isPresent()) {
        reader.value(option, option.value().get());
      } else {
        reader.flag(option);
      }
    }
    return new KeyGrant(
        reader.permissions.permissions(),
        reader.from,
        reader.expires,
        reader.certAuthority,
        reader.principals,
        reader.touchRequired,
        reader.verifyRequired);
  }

  private void flag(KeyOption option) throws MalformedException {
    switch (option.name()) {
      case "cert-authority" -> certAuthority = true;
      case "touch-required" -> touchRequired = true;
      case "no-touch-required" -> touchRequired = false;
      case "verify-required" -> verifyRequired = true;
      case "no-verify-required" -> verifyRequired = false;
      default -> throw malformed(option, "not supported");
    }
  }

  private void value(KeyOption option, String value) throws MalformedException {
    switch (option.name()) {
      case "from" -> {
        once(option, from);
        from =
            Optional.of(
                AddressList.parse(value).orElseThrow(() -> malformed(option, "bad address list")));
      }
      case "principals" -> {
        once(option, principals);
        principals = Optional.of(List.of(value.split(",", -1)));
      }
      case "expiry-time" -> {
        Instant end =
            AbsoluteTime.parse(value, ZoneId.systemDefault())
                .orElseThrow(() -> malformed(option, "invalid expires time"));
        expires = Optional.of(expires.filter(end::isAfter).orElse(end));
      }
      default -> throw malformed(option, "not supported");
    }
  }

  private static void once(KeyOption option, Optional<?> before) throws MalformedException {
    if (before.isPresent()) {
      throw malformed(option, "multiple clauses");
    }
  }

  private static MalformedException malformed(KeyOption option, String problem) {
    return new MalformedException(STRUCTURE, option.name(), problem);
  }
}
