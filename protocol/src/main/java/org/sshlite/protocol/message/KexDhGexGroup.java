package org.sshlite.protocol.message;

import java.math.BigInteger;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEX_DH_GEX_GROUP, RFC 4419 §3. Shares its number with {@link KexEcdhReply}: which one it
 * is, the state of the key exchange tells.
 */
public record KexDhGexGroup(BigInteger p, BigInteger g) implements TransportMessage {
  public static final int NUMBER = 31;

  /** More than any group that is accepted has. */
  private static final int MAXIMUM_BITS = 16 * 1024;

  /** Reads the whole message; {@code in} stands after the number. */
  public static KexDhGexGroup read(SshReader in) throws MalformedException {
    KexDhGexGroup group =
        new KexDhGexGroup(in.mpint("p", MAXIMUM_BITS), in.mpint("g", MAXIMUM_BITS));
    in.end();
    return group;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).mpint(p).mpint(g);
  }
}
