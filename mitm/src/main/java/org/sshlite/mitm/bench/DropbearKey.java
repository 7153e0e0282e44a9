package org.sshlite.mitm.bench;

import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** An ssh-ed25519 key as Dropbear's files hold it: string type, string (seed ‖ public key). */
final class DropbearKey {
  private DropbearKey() {}

  static byte[] of(PrivateKey key) {
    SshWriter fields = new SshWriter();
    key.write(fields);
    try {
      SshReader in = new SshReader("private key", fields.toByteArray());
      String type = in.ascii("type");
      in.string("public key");
      return new SshWriter().string(type).string(in.string("seed and public key")).toByteArray();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    } finally {
      fields.wipe();
    }
  }
}
