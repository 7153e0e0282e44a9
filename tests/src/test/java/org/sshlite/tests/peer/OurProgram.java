package org.sshlite.tests.peer;

import java.nio.file.Path;

/** Our own programs in processes of their own, run from the classes that are under test. */
public final class OurProgram {
  private static final String SSH_LITE = "org.sshlite.client.command.Main";
  private static final String SSHD_LITE = "org.sshlite.sshd.main.Main";

  private OurProgram() {}

  public static Program sshLite(String... arguments) {
    return java(SSH_LITE).with(arguments);
  }

  public static Program sshdLite(String... arguments) {
    return java(SSHD_LITE).with(arguments);
  }

  private static Program java(String main) {
    return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
        .with("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
        .with("-cp", System.getProperty("java.class.path"), main);
  }
}
