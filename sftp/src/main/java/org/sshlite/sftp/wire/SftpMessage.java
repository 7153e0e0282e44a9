package org.sshlite.sftp.wire;

import org.sshlite.crypto.wire.SshWriter;

/**
 * What one packet holds, filexfer-02 §3: of a client, {@link Request}; of a server, {@link
 * Response}.
 */
public sealed interface SftpMessage permits Request, Response {
  /** The type: the packet's first byte. */
  int type();

  /** Appends what follows the type. */
  void write(SshWriter out);
}
