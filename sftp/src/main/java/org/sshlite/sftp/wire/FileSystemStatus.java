package org.sshlite.sftp.wire;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Answer to statvfs@openssh.com and fstatvfs@openssh.com, OpenSSH's PROTOCOL §4.4: uint64 all.
 *
 * @param blockSize f_bsize, bytes
 * @param fragmentSize f_frsize, bytes: the unit of the three that follow
 * @param available f_bavail: free for users other than root
 * @param flags {@link #READ_ONLY}, {@link #NO_SETUID}
 * @param longestName f_namemax, bytes
 */
public record FileSystemStatus(
    long blockSize,
    long fragmentSize,
    long blocks,
    long free,
    long available,
    long files,
    long filesFree,
    long filesAvailable,
    long identifier,
    long flags,
    long longestName) {
  public static final long READ_ONLY = 1;
  public static final long NO_SETUID = 2;

  public static FileSystemStatus read(Response.ExtendedReply reply) throws MalformedException {
    SshReader in = reply.reader("statvfs@openssh.com");
    return new FileSystemStatus(
        in.uint64("f_bsize"),
        in.uint64("f_frsize"),
        in.uint64("f_blocks"),
        in.uint64("f_bfree"),
        in.uint64("f_bavail"),
        in.uint64("f_files"),
        in.uint64("f_ffree"),
        in.uint64("f_favail"),
        in.uint64("f_fsid"),
        in.uint64("f_flag"),
        in.uint64("f_namemax"));
  }

  public Response.ExtendedReply reply(int id) {
    SshWriter out = new SshWriter(88);
    out.uint64(blockSize).uint64(fragmentSize);
    out.uint64(blocks).uint64(free).uint64(available);
    out.uint64(files).uint64(filesFree).uint64(filesAvailable);
    out.uint64(identifier).uint64(flags).uint64(longestName);
    return new Response.ExtendedReply(id, new Bytes(out.array(), 0, out.length()));
  }
}
