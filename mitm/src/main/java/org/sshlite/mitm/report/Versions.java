package org.sshlite.mitm.report;

import org.sshlite.protocol.transport.IdentificationString;

/**
 * Who tried whom.
 *
 * @param bench of this program
 * @param client as the client identifies itself, RFC 4253 §4.2; empty if it never did
 */
public record Versions(String bench, String client) {
  /** This program's, and what the client called itself. */
  public static Versions with(String client) {
    return new Versions(IdentificationString.OURS.software(), client);
  }
}
