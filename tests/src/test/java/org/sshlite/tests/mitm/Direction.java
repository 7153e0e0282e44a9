package org.sshlite.tests.mitm;

/** Which way bytes go. */
enum Direction {
  CLIENT_TO_SERVER,
  SERVER_TO_CLIENT
}
