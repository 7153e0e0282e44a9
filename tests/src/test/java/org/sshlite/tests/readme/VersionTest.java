package org.sshlite.tests.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.transport.IdentificationString;

/** One version, wherever it is told. */
class VersionTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>ssh-lite-parent</artifactId>\\s*<version>((\\d+\\.\\d+)[^<]*)");

  @Test
  void the_pages_and_the_programs_tell_the_version_that_is_built() throws IOException {
    Matcher pom = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(pom.find()).isTrue();
    String version = pom.group(1);

    assertThat(IdentificationString.OURS.software()).isEqualTo("sshlite_" + pom.group(2));
    assertThat(ROOT.resolve("README.md")).content().contains("<version>" + version + "<");
    assertThat(ROOT.resolve("docs/CHANGELOG.md")).content().contains("## " + version + "\n");
    assertThat(
            ROOT.resolve("ssh-lite-client/src/main/java/org/sshlite/client/command/Program.java"))
        .content()
        .contains("ssh-lite " + version + ", ");
    assertThat(ROOT.resolve("sshd-lite/src/main/java/org/sshlite/sshd/main/CommandLine.java"))
        .content()
        .contains("sshd-lite " + version + ", ");
    // not among the modules: nothing else would notice
    assertThat(ROOT.resolve(".ci/pom.xml")).content().contains("<version>" + version + "<");
  }
}
