package org.sshlite.mitm.bench;

import java.util.Optional;

/**
 * How a client ended.
 *
 * @param status its exit status; empty when it did not end in time
 * @param output its standard output, as ISO-8859-1: a character for each byte
 * @param errors its standard error, likewise
 */
public record Outcome(Optional<Integer> status, String output, String errors) {
  boolean succeeded(String token) {
    return status.equals(Optional.of(0)) && output.contains(token);
  }
}
