package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * known_hosts files as nobody would write them, from few names so that they meet each other. Left
 * out is what ssh-keygen reads otherwise on purpose: a tab after a marker (ssh takes no notice of
 * such a mark, here it counts), empty names (ssh-keygen -H drops what follows them), NUL bytes, and
 * key types that only old versions know.
 */
record GeneratedFile(RandomGenerator random) {
  /** Names to look up; every pattern below is about some of them. */
  static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "ab",
          "a.example",
          "b.example",
          "www.a.example",
          "192.0.2.7",
          "2001:db8::7",
          "[a]:2222",
          "[b]:2222",
          "[a.example]:22222",
          "[2001:db8::7]:2222");

  private static final List<String> PATTERNS =
      List.of(
          "*",
          "?",
          "??",
          "a*",
          "*b",
          "*.example",
          "?.example",
          "*.*.example",
          "192.0.2.*",
          "A.Example",
          "[a]:*",
          "[*]:2222",
          "*:*",
          "**",
          "a*e?ample",
          "B",
          "[A]:2222",
          "192.0.?.7",
          "*[*");

  private static final List<String> TYPES =
      List.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "ssh-ed25519-cert-v01@openssh.com",
          "ssh-rsa-cert-v01@openssh.com");

  private static final List<String> BROKEN =
      List.of(
          "a",
          "a ",
          "a ssh-ed25519",
          "a ssh-ed25519 ",
          "a ssh-unknown AAAA",
          "a 1024 35 123456789",
          "@unknown a ssh-ed25519 AAAA",
          "@revoked",
          "@revoked @cert-authority a ssh-ed25519 AAAA",
          "a #comment",
          "* ssh-ed25519 #comment",
          "|1|AAAA|AAAA ssh-ed25519 AAAA",
          "|2|AAAA ssh-ed25519 AAAA",
          "\r");

  /** At most {@code lines} lines, without broken ones if so wanted. */
  String text(int lines, boolean mayBreak) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, lines + 1); i > 0; i--) {
      text.append(line(mayBreak));
      if (i > 1 || random.nextInt(4) > 0) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  private String line(boolean mayBreak) {
    return switch (random.nextInt(20)) {
      case 0 -> "# " + entry();
      case 1 -> of(List.of("", " ", "\t", " # a", "#"));
      case 2 -> mayBreak ? of(BROKEN) : entry();
      default -> entry();
    };
  }

  private String entry() {
    String marker = of(List.of("", "", "", "", "", "@cert-authority ", "@revoked ", "@revoked   "));
    String indent = of(List.of("", "", "", "", " ", "\t "));
    return indent + marker + names() + blank() + of(TYPES) + blank() + key() + comment();
  }

  private String names() {
    if (random.nextInt(3) == 0) {
      return new HashedName().hash(of(NAMES));
    }
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String name = of(random.nextBoolean() ? NAMES : PATTERNS);
      names.add((random.nextInt(6) == 0 ? "!" : "") + name);
    }
    return String.join(",", names);
  }

  private String blank() {
    return of(List.of(" ", " ", " ", "\t", "  ", " \t "));
  }

  private String key() {
    byte[] bytes = new byte[random.nextInt(1, 60)];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String comment() {
    return of(List.of("", "", " comment", " # \u00e4 two words", "\t", " \r"));
  }

  private String of(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /**
   * Generators of different files; the number tells them apart in a failure. There are four times
   * as many in a run of {@code -P whole}.
   */
  static IntStream seeds(int count) {
    return IntStream.range(0, Boolean.getBoolean("whole") ? 4 * count : count);
  }
}
