package org.sshlite.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.cipher.Compression;
import org.sshlite.crypto.cipher.PacketCiphers;
import org.sshlite.crypto.kex.KexMethods;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.legacy.LegacyAlgorithms;

/**
 * What one of our ends says by a name of somebody's own (RFC 4250 §4.6.1: {@code name@domain}) the
 * other understands. The names are found in the sources: a new one is an algorithm that both ends
 * have, or stands here with the tests that show who understands it.
 */
class ExtensionNameTest {
  private static final Pattern LITERAL =
      Pattern.compile("\"([A-Za-z0-9][A-Za-z0-9-]*@[a-z0-9.-]+\\.[a-z]+)\"");

  /** Speaks as attackers do. */
  private static final String BENCH = "mitm";

  /** Where names stand that are only taken apart or compared with OpenSSH's. */
  private static final Set<String> TABLES = Set.of("OpenSshNames.java");

  private static final String CONNECTION =
      "protocol/src/test/java/org/sshlite/protocol/connection/";

  private static final String MESSAGE = "protocol/src/test/java/org/sshlite/protocol/message/";
  private static final String CLIENT = "ssh-lite-client/src/test/java/org/sshlite/client/";
  private static final String SFTP = "sftp/src/test/java/org/sshlite/sftp/";
  private static final String TESTS = "tests/src/test/java/org/sshlite/tests/";

  /** A test by which the other end understands a name. */
  private record Shown(String file, String test) {}

  private static final Map<String, List<Shown>> UNDERSTOOD = new TreeMap<>();

  private static void understood(String name, Shown... shown) {
    UNDERSTOOD.put(name, List.of(shown));
  }

  static {
    Shown strict =
        new Shown(CONNECTION + "StrictKexTest", "sequence_numbers_start_anew_at_every_NEWKEYS");
    understood("kex-strict-c-v00@openssh.com", strict);
    understood("kex-strict-s-v00@openssh.com", strict);
    understood(
        "ping@openssh.com",
        new Shown(CONNECTION + "TransportMessagesTest", "PING_is_answered_with_its_data"));
    understood(
        "publickey-hostbound@openssh.com",
        new Shown(
            CONNECTION + "HostBoundLoginTest", "a_client_signs_for_the_host_that_it_has_verified"));
    understood(
        "publickey-hostbound-v00@openssh.com",
        new Shown(TESTS + "algorithm/HostBoundTest", "a_key_for_a_way_over_two_hosts_goes_it"));
    understood(
        "keepalive@openssh.com",
        new Shown(CONNECTION + "LivenessTest", "a_refusal_is_a_sign_of_life"),
        new Shown(
            CONNECTION + "RequestTest", "an_unknown_global_request_fails_if_it_wants_a_reply"));
    understood(
        "no-more-sessions@openssh.com",
        new Shown(
            CONNECTION + "ChannelTest", "a_session_after_no_more_sessions_ends_the_connection"));
    understood(
        "eow@openssh.com",
        new Shown(
            CONNECTION + "EndOfWritingTest",
            "who_writes_on_is_told_and_what_was_not_sent_is_dropped"),
        new Shown(TESTS + "interop/BrokenPipeTest", "an_endless_command_ends_with_its_reader"),
        new Shown(TESTS + "server/SessionRulesTest", "a_client_hears_that_nobody_reads_its_input"));
    understood(
        "hostkeys-00@openssh.com",
        new Shown(
            CLIENT + "HostKeyRotationTest", "files_change_when_the_one_who_is_asked_says_yes"));
    understood(
        "hostkeys-prove-00@openssh.com",
        new Shown(
            CONNECTION + "HostKeyAnnouncementTest",
            "each_key_asked_for_is_proved_by_a_signature_of_its_own"));
    understood(
        "session-bind@openssh.com",
        new Shown(
            TESTS + "algorithm/AgentTest",
            "a_key_that_is_for_one_host_logs_in_there_and_nowhere_else"));
    Shown opening = new Shown(CONNECTION + "OpeningTest", "both_ends_open_channels_of_any_type");
    for (String type :
        List.of("auth-agent", "direct-streamlocal", "forwarded-streamlocal", "tun")) {
      understood(type + "@openssh.com", opening);
    }
    Shown message = new Shown(MESSAGE + "MessageTest", "what_was_written_is_read_again");
    for (String request :
        List.of("auth-agent-req", "cancel-streamlocal-forward", "streamlocal-forward")) {
      understood(request + "@openssh.com", message);
    }
    Shown sftp = new Shown(SFTP + "wire/PacketTest", "a_request_is_read_as_it_was_written");
    for (String name :
        List.of(
            "expand-path",
            "fstatvfs",
            "fsync",
            "hardlink",
            "limits",
            "lsetstat",
            "posix-rename",
            "statvfs",
            "users-groups-by-id")) {
      understood(name + "@openssh.com", sftp);
    }
  }

  @Test
  void every_name_that_is_sent_is_understood() throws IOException {
    Set<String> names = new TreeSet<>(inSources());
    assertThat(names).contains("eow@openssh.com", "curve25519-sha256@libssh.org");
    names.removeIf(ExtensionNameTest::isAlgorithm);
    assertThat(names).isEqualTo(UNDERSTOOD.keySet());
  }

  static Stream<Shown> shown() {
    return UNDERSTOOD.values().stream().flatMap(List::stream).distinct();
  }

  @ParameterizedTest
  @MethodSource("shown")
  void the_tests_that_show_it_are_there(Shown shown) throws IOException {
    assertThat(Files.readString(root().resolve(shown.file() + ".java")))
        .contains("void " + shown.test() + "(");
  }

  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  private static Set<String> inSources() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !TABLES.contains(file.getFileName().toString()))
            .flatMap(ExtensionNameTest::names)
            .forEach(names::add);
      }
    }
    return names;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(root())) {
      return folders
          .filter(folder -> !folder.getFileName().toString().equals(BENCH))
          .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
          .toList();
    }
  }

  private static Stream<String> names(Path file) {
    try {
      return LITERAL.matcher(Files.readString(file)).results().map(match -> match.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One list for what is proposed and what is taken, so that both ends have it. */
  private static boolean isAlgorithm(String name) {
    return KexMethods.SUPPORTED.contains(name)
        || SignatureAlgorithms.SUPPORTED.contains(name)
        || SignatureAlgorithms.SUPPORTED.contains(SignatureAlgorithms.plain(name))
        || SignatureAlgorithms.SUPPORTED.stream()
            .anyMatch(algorithm -> SignatureAlgorithms.keyType(algorithm).equals(name))
        || PacketCiphers.SUPPORTED_ENCRYPTION.contains(name)
        || PacketCiphers.SUPPORTED_MACS.contains(name)
        || LegacyAlgorithms.MACS.contains(name)
        || Compression.SUPPORTED.contains(name);
  }
}
