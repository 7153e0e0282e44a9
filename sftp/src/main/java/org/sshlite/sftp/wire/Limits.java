package org.sshlite.sftp.wire;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Answer to {@link ExtendedRequest.LimitsRequest}, OpenSSH's PROTOCOL §4.8. Bytes; 0 for no limit
 * that is known.
 *
 * @param packetLength of a whole packet without its length field
 * @param readLength asked for by one READ
 * @param writeLength in one WRITE
 * @param openHandles at once
 */
public record Limits(long packetLength, long readLength, long writeLength, long openHandles) {
  /** Bytes of a packet, its length field not counted, that anyone takes: as OpenSSH. */
  public static final int MAXIMUM_PACKET_LENGTH = 256 * 1024;

  /** Bytes of data in one READ or WRITE: what is left of a packet holds its head. */
  public static final int MAXIMUM_DATA_LENGTH = MAXIMUM_PACKET_LENGTH - 1024;

  /** Bytes of data that every server takes and answers, filexfer-02 §3. */
  public static final int SAFE_DATA_LENGTH = 32 * 1024;

  public static Limits read(Response.ExtendedReply reply) throws MalformedException {
    SshReader in = reply.reader("limits@openssh.com");
    return new Limits(
        in.uint64("max-packet-length"),
        in.uint64("max-read-length"),
        in.uint64("max-write-length"),
        in.uint64("max-open-handles"));
  }

  public Response.ExtendedReply reply(int id) {
    SshWriter out = new SshWriter(32);
    out.uint64(packetLength).uint64(readLength).uint64(writeLength).uint64(openHandles);
    return new Response.ExtendedReply(id, new Bytes(out.array(), 0, out.length()));
  }
}
