package org.sshlite.client.hosts;

import java.util.Locale;

/** How a host did. */
enum Kind {
  OK,
  /** No address, or nobody there. */
  UNREACHABLE,
  /** No SSH server, or one with nothing in common. */
  NEGOTIATION,
  HOST_KEY,
  LOGIN,
  /** The host does not do what it was asked for. */
  REFUSED,
  /** The file could not be put there. */
  FILE,
  /** The command failed, or died of a signal. */
  STATUS,
  /** The connection ended under the command. */
  LOST,
  TIME,
  /** Ctrl-C was typed before it was done. */
  INTERRUPTED,
  /** Our own files or options do not say how to reach it. */
  CONFIGURATION;

  /** For a person and for JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
