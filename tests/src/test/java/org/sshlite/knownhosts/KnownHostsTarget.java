package org.sshlite.knownhosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.tests.fuzz.FixedRandom;
import org.sshlite.tests.fuzz.Target;

/** known_hosts files, and what an edit leaves of them. */
public final class KnownHostsTarget {
  private static final PublicKey KEY =
      PrivateKey.generate("ssh-ed25519", new FixedRandom()).publicKey();

  private KnownHostsTarget() {}

  public static Target create() {
    String key = new PublicKeyLine("", KEY, "").toString().strip();
    String text =
        """
        # mine
        host.example,192.0.2.7 %1$s a comment
        [host.example]:2222,!not.example,*.example %1$s
        @cert-authority *.example %1$s
        @revoked * %1$s
        |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= %1$s
        broken
        """
            .formatted(key);
    return new Target(
        "known-hosts", () -> List.of(text.getBytes(ISO_8859_1)), KnownHostsTarget::file);
  }

  /** Each line stays as it is, to the byte, unless an edit is about it. */
  private static void file(byte[] input) {
    KnownHostsFile file = new KnownHostsFile("file", KnownHost.Source.USER, FileText.of(input));
    List<Problem> problems = new ArrayList<>(file.problems());
    for (String name : List.of("host.example", "[host.example]:2222", "192.0.2.7")) {
      assertThat(file.hostsFor(name, problems::add)).allMatch(host -> host.displayNames() != null);
    }
    file.hostsWith(KEY);
    assertThat(problems).allMatch(problem -> problem.toString().lines().count() == 1);
    List<String> before = new ArrayList<>();
    file.lines().forEach(line -> before.add(line.text()));
    EditedText edited = EditedText.of(file, new LineEdit.Remove("host.example"));
    List<String> after = new ArrayList<>();
    new KnownHostsFile("file", KnownHost.Source.USER, edited.text())
        .lines()
        .forEach(line -> after.add(line.text()));
    assertThat(before).containsAll(after);
    assertThat(FileText.of(FileText.bytes(edited.text()))).isEqualTo(edited.text());
    // hashed, the names are found as before
    EditedText hashed = EditedText.of(file, new LineEdit.Hash());
    assertThat(
            new KnownHostsFile("file", KnownHost.Source.USER, hashed.text())
                .hostsFor("host.example", _ -> {}))
        .hasSameSizeAs(file.hostsFor("host.example", _ -> {}));
  }
}
