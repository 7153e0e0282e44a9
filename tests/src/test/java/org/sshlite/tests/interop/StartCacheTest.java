package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Program;

/** The launchers' ahead-of-time cache: code, so it is used only where it is sure whose it is. */
class StartCacheTest {
  private static final Path CLONE = Path.of("").toAbsolutePath().getParent();
  private static final Path LAUNCH = CLONE.resolve("program/src/main/sh/launch.sh");

  /** A training is a login of two programs that start without a cache, with some data. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private Path cache;
  private Path jar;

  @BeforeEach
  void makeCache() throws IOException {
    cache = Files.writeString(folder.resolve("cache.aot"), "cache");
    jar = Files.writeString(folder.resolve("a.jar"), "jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    shell(
        "launch_describe "
            + jar
            + "; printf '%s\\n' \"$launch_runtime\" \"$JAVA\" \"$launch_jars\" >"
            + cache
            + ".of");
  }

  private static Finished shell(String command) {
    return Program.of("sh", "-c", ". " + LAUNCH + "; launch_find_java; " + command).run();
  }

  private String fits(Path file, String classPath) {
    return shell("launch_cache_fits " + file + " " + classPath + " && echo yes || echo no")
        .text()
        .strip();
  }

  @Test
  void the_next_start_uses_the_cache_that_the_first_one_has_made() {
    Path launcher = CLONE.resolve("ssh-lite-client/bin/ssh-lite");
    Path made = CLONE.resolve("ssh-lite-client/target/ssh-lite-client.aot");
    assertThat(Program.of(launcher, "-V").run(PATIENCE).status()).isEqualTo(0);
    String prepare =
        "launch_prepare %s ssh-lite-client ssh-lite-client; echo \"$AOT_CACHE\""
            .formatted(CLONE.resolve("ssh-lite-client"));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(shell(prepare).text().strip()).isEqualTo(made.toString()));

    Finished second = Program.of(launcher, "-V").run();

    assertThat(second.status()).isEqualTo(0);
    assertThat(second.text()).isEmpty();
    assertThat(second.errors().lines()).hasSize(1);
  }

  /** The shell becomes the program, which waits for its own children alone. */
  @Test
  void a_training_is_no_child_of_the_program() {
    String train = "launch_train() { sleep 5; }; CLASSPATH_OF=" + jar + "; launch_cache ";

    Finished started = shell(train + folder + " none absent; ps -o comm= --ppid $$");

    assertThat(started.text().strip()).isEqualTo("ps");
  }

  @Test
  void it_fits_what_it_was_made_of() {
    assertThat(fits(cache, jar.toString())).isEqualTo("yes");
  }

  @Test
  void it_does_not_fit_another_class_path() {
    assertThat(fits(cache, jar + ":" + folder.resolve("b.jar"))).isEqualTo("no");
  }

  @Test
  void it_does_not_fit_a_newer_jar() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }

  @Test
  void it_does_not_fit_an_older_jar_of_the_same_name() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.minusSeconds(60)));

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }

  @Test
  void it_does_not_fit_another_jar_of_the_same_name_and_time() throws IOException {
    Files.writeString(jar, "a new release");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }

  @Test
  void it_fits_no_jars_that_cannot_be_looked_at() throws IOException {
    Files.delete(jar);

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }

  @Test
  void an_installation_of_somebody_else_has_its_cache_in_the_users_own_folder() throws IOException {
    Path clone = Files.createDirectories(folder.resolve("clone"));
    Files.writeString(clone.resolve("pom.xml"), "");
    Path target = Files.createDirectories(clone.resolve("target"));
    String folderOf = "XDG_CACHE_HOME=/c; launch_cache_folder " + clone + "; echo $launch_folder";
    assertThat(shell(folderOf).text().strip()).isEqualTo(target.toString());
    assumeTrue(
        Program.of("chown", "nobody", "" + target).run().status() == 0, "only root gives away");

    assertThat(shell(folderOf).text().strip()).isEqualTo("/c/ssh-lite" + clone);
  }

  @Test
  void the_caches_of_installations_that_are_gone_are_removed() throws IOException {
    Path caches = folder.resolve("caches/ssh-lite");
    Path kept = cacheOf(caches, Files.createDirectories(folder.resolve("still here")));
    Path gone = cacheOf(caches, folder.resolve("gone"));
    Path ofAnEarlierRelease = cacheOf(caches, Path.of("/"));

    shell("XDG_CACHE_HOME='" + folder.resolve("caches") + "'; launch_sweep");

    assertThat(kept).exists();
    assertThat(gone).doesNotExist();
    assertThat(ofAnEarlierRelease).doesNotExist();
  }

  /** After an update there are two, and the older one's name comes first. */
  @Test
  void a_jar_of_another_release_is_not_run() throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        "<artifactId>ssh-lite-parent</artifactId>\n  <version>0.2.0</version>\n");
    Path module = Files.createDirectories(folder.resolve("sshd-lite"));
    Path lib = Files.createDirectories(module.resolve("target/lib"));
    Path now = Files.writeString(module.resolve("target/sshd-lite-0.2.0.jar"), "");
    Path library = Files.writeString(lib.resolve("netty-common-4.2.20.Final.jar"), "");
    String stale = "launch_is_stale " + module + " sshd-lite && echo yes || echo no";
    assertThat(shell(stale).text()).isEqualTo("no\n");
    Path before = Files.writeString(module.resolve("target/sshd-lite-0.1.0-SNAPSHOT.jar"), "");
    Path inside = Files.writeString(lib.resolve("sshd-lite-0.1.0-SNAPSHOT.jar"), "");
    assertThat(shell(stale).text()).isEqualTo("yes\n");

    shell("launch_forget " + folder);

    assertThat(before).doesNotExist();
    assertThat(inside).doesNotExist();
    assertThat(now).exists();
    assertThat(library).exists();
    assertThat(shell(stale).text()).isEqualTo("no\n");
  }

  @Test
  void who_has_built_everything_just_now_is_not_held_up_by_a_look_for_newer_sources()
      throws IOException {
    Path module = Files.createDirectories(folder.resolve("sshd-lite"));
    Files.createDirectories(module.resolve("target/lib"));
    Path built = Files.writeString(module.resolve("target/sshd-lite-0.2.0.jar"), "");
    Files.setLastModifiedTime(built, FileTime.from(Instant.EPOCH));
    Files.writeString(module.resolve("pom.xml"), "");
    String prepare = "launch_build() { echo building; }; launch_prepare " + module + " sshd-lite";

    assertThat(shell("unset SSH_LITE_BUILT; " + prepare).text()).isEqualTo("building\n");
    assertThat(shell("SSH_LITE_BUILT=yes; " + prepare).text()).isEmpty();
  }

  private static Path cacheOf(Path caches, Path installation) throws IOException {
    Path place = Files.createDirectories(Path.of(caches + installation.toString()));
    Files.writeString(place.resolve("sshd-lite.aot"), "");
    Files.writeString(place.resolve("sshd-lite.aot.of"), "");
    return place.resolve("sshd-lite.aot");
  }

  @Test
  void it_does_not_fit_another_Java() throws IOException {
    Path stamp = folder.resolve("cache.aot.of");
    Files.writeString(stamp, "25.0.0\n" + Files.readString(stamp).replaceFirst(".*\n", ""));

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }

  @Test
  void a_link_to_a_cache_is_not_used() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.aot"), cache);
    Files.copy(folder.resolve("cache.aot.of"), folder.resolve("link.aot.of"));

    assertThat(fits(link, jar.toString())).isEqualTo("no");
  }

  @Test
  void the_cache_of_somebody_else_is_not_used() {
    assumeTrue(
        Program.of("chown", "nobody", "" + cache).run().status() == 0, "only root gives away");

    assertThat(fits(cache, jar.toString())).isEqualTo("no");
  }
}
