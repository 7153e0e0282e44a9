package org.sshlite.tests.peer;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our own programs in processes of their own: run from the classes that are under test, or by the
 * launchers that the variables SSH_LITE and SSHD_LITE name.
 */
public final class OurProgram {
  private static final String SSH_LITE = "org.sshlite.client.main.Main";
  private static final String SSHD_LITE = "org.sshlite.sshd.main.Main";

  private OurProgram() {}

  public static Program sshLite(String... arguments) {
    return program("SSH_LITE", SSH_LITE).with(arguments);
  }

  public static Program sshdLite(String... arguments) {
    return program("SSHD_LITE", SSHD_LITE).with(arguments);
  }

  private static Program program(String variable, String main) {
    String launcher = System.getenv(variable);
    return launcher == null ? java(main) : Program.of(Path.of(launcher));
  }

  /** A main class of the class path under test. */
  public static Program java(String main) {
    return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
        .with("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
        .with("-cp", classPath(), main);
  }

  /**
   * Without what only the peers written in Java use: Netty would log to SLF4J where it finds it.
   */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches("(slf4j|jcl|sshd-c).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
