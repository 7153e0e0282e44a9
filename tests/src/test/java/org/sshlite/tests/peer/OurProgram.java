package org.sshlite.tests.peer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our own programs in processes of their own: run from the classes that are under test, or by the
 * launchers that the variables SSH_LITE and SSHD_LITE name.
 */
public final class OurProgram {
  private static final String SSH_LITE = "org.sshlite.client.main.Main";
  private static final String SSHD_LITE = "org.sshlite.sshd.main.Main";
  private static final String SCP = "org.sshlite.client.sftp.ScpMain";
  private static final String SFTP = "org.sshlite.client.sftp.SftpMain";

  private static final Path BCPROV =
      Path.of("../ssh-lite-client/target/lib/bcprov.jar").toAbsolutePath().normalize();

  private OurProgram() {}

  public static Program sshLite(String... arguments) {
    return program("SSH_LITE", SSH_LITE).with(arguments);
  }

  public static Program sshdLite(String... arguments) {
    return program("SSHD_LITE", SSHD_LITE).with(arguments);
  }

  /**
   * As {@link #sshdLite}, for a server that a few come to: what it compiles for thousands costs as
   * much as they do. Code is compiled after six times the calls, as a client's is.
   */
  static Program smallServer(String... arguments) {
    return sshdLite(arguments).env("JDK_JAVA_OPTIONS", "-XX:CompileThresholdScaling=6");
  }

  /** Without the line by which a JVM says that it has options from the environment. */
  static String withoutNote(String errors) {
    return errors.replaceFirst("^NOTE: Picked up JDK_JAVA_OPTIONS: .*\\R", "");
  }

  public static Program scp() {
    return beside("ssh-lite-scp", SCP);
  }

  public static Program sftp() {
    return beside("ssh-lite-sftp", SFTP);
  }

  private static Program program(String variable, String main) {
    String launcher = System.getenv(variable);
    return launcher == null ? java(main) : Program.of(Path.of(launcher));
  }

  /** Of whoever has ssh-lite's launcher: those of scp and sftp lie in the same folder. */
  private static Program beside(String name, String main) {
    String launcher = System.getenv("SSH_LITE");
    return launcher == null ? java(main) : Program.of(Path.of(launcher).resolveSibling(name));
  }

  /** A main class of the class path under test. */
  public static Program java(String main) {
    return java(List.of(), main);
  }

  /** As {@link #java}, of what is over before code of the second compiler has paid for itself. */
  public static Program brief(String main) {
    return java(List.of("-XX:TieredStopAtLevel=1"), main);
  }

  private static Program java(List<String> options, String main) {
    return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
        .with("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
        .with(options.toArray(String[]::new))
        .with("-cp", classPath(), main);
  }

  /**
   * Without what only the peers written in Java use: Netty would log to SLF4J where it finds it.
   * Bouncy Castle's jar is the one of the programs: at every start of its own a JVM looks at
   * thousands of signatures.
   */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !name(entry).matches("(slf4j|jcl|sshd-c).*"))
        .map(
            entry ->
                name(entry).startsWith("bcprov") && Files.exists(BCPROV)
                    ? BCPROV.toString()
                    : entry)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String name(String entry) {
    return Path.of(entry).getFileName().toString();
  }
}
