package org.sshlite.protocol.message;

import java.util.Arrays;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A message whose number means something else for each authentication method, as it is read: RFC
 * 4252 §6, numbers 60 to 79. Who knows the method in flight reads it on.
 *
 * @param fields what follows the number, owned
 */
public record UserauthMethodMessage(int number, byte[] fields) implements AuthMessage {
  private static final int FIRST_SPECIFIC = 60;

  static boolean isMethodSpecific(int number) {
    return number >= FIRST_SPECIFIC && number <= AuthMessage.LAST_NUMBER;
  }

  static UserauthMethodMessage read(int number, SshReader in) {
    return new UserauthMethodMessage(number, in.rest());
  }

  /** Reads it as the answer to a "publickey" query. */
  public UserauthPkOk pkOk() throws MalformedException {
    SshReader in = new SshReader("SSH_MSG_USERAUTH_PK_OK", fields);
    UserauthPkOk message = UserauthPkOk.read(in);
    in.end();
    return message;
  }

  /** Reads it as the answer to a "password" request. */
  public UserauthPasswdChangereq passwdChangereq() throws MalformedException {
    SshReader in = new SshReader("SSH_MSG_USERAUTH_PASSWD_CHANGEREQ", fields);
    UserauthPasswdChangereq message = UserauthPasswdChangereq.read(in);
    in.end();
    return message;
  }

  /** Reads it as a round of "keyboard-interactive". */
  public UserauthInfoRequest infoRequest() throws MalformedException {
    SshReader in = new SshReader("SSH_MSG_USERAUTH_INFO_REQUEST", fields);
    UserauthInfoRequest message = UserauthInfoRequest.read(in);
    in.end();
    return message;
  }

  /** Reads it as the answer to a round of "keyboard-interactive", and erases its own fields. */
  public UserauthInfoResponse infoResponse() throws MalformedException {
    SshReader in = new SshReader("SSH_MSG_USERAUTH_INFO_RESPONSE", fields);
    try {
      UserauthInfoResponse message = UserauthInfoResponse.read(in);
      in.end();
      return message;
    } finally {
      wipe();
    }
  }

  /** Erases its fields, which may be answers. */
  public void wipe() {
    Arrays.fill(fields, (byte) 0);
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(number).bytes(fields);
  }
}
