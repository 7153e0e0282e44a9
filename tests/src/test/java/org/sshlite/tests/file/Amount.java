package org.sshlite.tests.file;

/**
 * How much is moved.
 *
 * @param megabytes MiB of the large file
 * @param small files of 4 kB
 * @param listed files of the folder that is listed
 * @param sessions that are in mid transfer at once
 * @param warming rounds before those that count: a JVM still compiles then
 */
record Amount(int megabytes, int small, int listed, int sessions, int warming, int rounds) {
  static final Amount WHOLE = new Amount(1024, 10_000, 100_000, 20, 5, 3);
  static final Amount SHORT = new Amount(256, 1000, 10_000, 10, 3, 1);

  /** Over a long way one program moves so little at a time that all would take an hour. */
  static final int LESS = 16;
}
