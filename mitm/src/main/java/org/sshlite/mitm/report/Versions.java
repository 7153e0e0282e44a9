package org.sshlite.mitm.report;

import org.sshlite.protocol.transport.IdentificationString;

/**
 * Who tried whom.
 *
 * @param bench of this program
 * @param peer as it identifies itself, RFC 4253 §4.2; empty if it never did
 */
public record Versions(String bench, String peer) {
  /** This program's, and what the other called itself. */
  public static Versions with(String peer) {
    return new Versions(IdentificationString.OURS.software(), peer);
  }
}
