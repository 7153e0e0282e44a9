package org.sshlite.client.sharing;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * A message of the master, read so far as to know what it is. What is wrong with one is as good as
 * a refusal.
 */
record Received(int number, SshReader body) {
  static Received of(byte[] message) throws RefusedByMasterException {
    SshReader body = new SshReader("mux message", message);
    return new Received((int) number(body, "type"), body);
  }

  long uint32(String field) throws RefusedByMasterException {
    return number(body, field);
  }

  private static long number(SshReader body, String field) throws RefusedByMasterException {
    try {
      return body.uint32(field);
    } catch (MalformedException e) {
      throw new RefusedByMasterException("master sends nonsense: " + e.getMessage());
    }
  }

  String text(String field) throws RefusedByMasterException {
    try {
      return body.text(field);
    } catch (MalformedException e) {
      throw new RefusedByMasterException("master sends nonsense: " + e.getMessage());
    }
  }

  boolean hasMore() {
    return body.remaining() > 0;
  }
}
