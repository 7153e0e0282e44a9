package org.sshlite.protocol.netty;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;

/**
 * What Netty keeps for a whole process: for the main method of an executable to choose, not for a
 * library.
 */
public final class NettyOfProgram {
  private NettyOfProgram() {}

  /**
   * Netty logs to the JDK, as it does where it finds nothing else. Else it looks for the classes of
   * two others in every jar of the class path first.
   */
  public static void logToJdk() {
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }
}
