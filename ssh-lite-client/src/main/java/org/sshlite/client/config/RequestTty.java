package org.sshlite.client.config;

/** RequestTTY of ssh_config(5). */
public enum RequestTty {
  /** For a shell, when stdin is a terminal. */
  AUTO,
  NO,
  /** When stdin is a terminal. */
  YES,
  /** Always. */
  FORCE
}
