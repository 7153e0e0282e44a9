package org.sshlite.client.config;

/** SessionType of ssh_config(5). */
public enum SessionType {
  /** A shell, or the command. */
  DEFAULT,
  /** The command names a subsystem. */
  SUBSYSTEM,
  /** No session: the connection is only held. */
  NONE
}
