package org.sshlite.client.sharing;

/** Error numbers of the system that are no errors here. */
final class Errno {
  private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

  static final int INTR = 4;
  static final int IO = 5;
  static final int EXIST = 17;
  static final int AGAIN = MAC ? 35 : 11;
  static final int CONNABORTED = MAC ? 53 : 103;

  private Errno() {}
}
