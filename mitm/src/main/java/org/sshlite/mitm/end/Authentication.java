package org.sshlite.mitm.end;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.AuthMessage;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** The server's side of authentication, RFC 4252, and a list of what it is given. */
final class Authentication {
  private static final int INFO_REQUEST = 60;
  private static final int INFO_RESPONSE = 61;

  private final ServerEnd end;
  private boolean successful;

  Authentication(ServerEnd end) {
    this.end = end;
  }

  void received(int number, byte[] payload) throws IOException, Refused, MalformedException {
    switch (number) {
      case ServiceRequest.NUMBER -> service(((ServiceRequest) ServerEnd.read(payload)).service());
      case UserauthRequest.NUMBER -> {
        if (!successful) {
          request(payload);
        }
      }
      case INFO_RESPONSE -> keyboardInteractive(payload);
      default ->
          throw new Refused(
              DisconnectReason.PROTOCOL_ERROR, "message " + number + " before authentication");
    }
  }

  private void service(String name) throws IOException {
    end.at(Stage.SERVICE_REQUESTED);
    end.send(new ServiceAccept(end.conduct().service(name, end)));
    end.at(Stage.SERVICE_ACCEPTED);
  }

  private void request(byte[] payload) throws IOException, MalformedException {
    SshReader in = new SshReader("USERAUTH_REQUEST", payload, 1, payload.length - 1);
    if (!(AuthMessage.read(UserauthRequest.NUMBER, in).orElseThrow()
        instanceof UserauthRequest(var user, var service, var method))) {
      throw new AssertionError("not the message asked for");
    }
    end.evidence().seen(Leak.USER_NAME, user);
    end.at(Stage.USERAUTH_REQUESTED);
    switch (method) {
      case AuthMethod.Password password ->
          password(new String(password.password().bytes(), StandardCharsets.UTF_8));
      case AuthMethod.PublicKey key -> publicKey(user, service, key);
      case AuthMethod.Unknown(var name) when name.equals("keyboard-interactive") -> ask();
      default -> fail();
    }
  }

  private void publicKey(String user, String service, AuthMethod.PublicKey key) throws IOException {
    boolean offered = end.conduct().methods().contains(AuthMethod.PublicKey.NAME);
    if (!offered || !end.scene().accepts(key.blob())) {
      fail();
    } else if (key.signature() == null) {
      end.send(new UserauthPkOk(key.algorithm(), key.blob()));
    } else if (verifies(user, service, key, key.signature())) {
      end.evidence().seen(Leak.SIGNATURE, key.algorithm());
      succeed();
    } else {
      end.evidence().refused("the server refuses", "the user's signature is not good here");
      fail();
    }
  }

  /** RFC 4252 §7. */
  private boolean verifies(
      String user, String service, AuthMethod.PublicKey key, byte[] signature) {
    byte[] signed =
        new Userauth(user, service)
            .toBeSigned(end.sessionIdentifier(), key.algorithm(), key.blob());
    try {
      return PublicKeys.read(key.blob()).verify(key.algorithm(), signed, signature);
    } catch (MalformedException _) {
      return false;
    }
  }

  /** RFC 4256 §3.2: one question. */
  private void ask() throws IOException {
    end.send(
        new SshWriter()
            .uint8(INFO_REQUEST)
            .string("")
            .string("")
            .string("")
            .uint32(1)
            .string("Password: ")
            .bool(false)
            .toByteArray());
  }

  private void keyboardInteractive(byte[] payload) throws IOException, MalformedException {
    SshReader in = new SshReader("USERAUTH_INFO_RESPONSE", payload, 1, payload.length - 1);
    if (in.uint32("num-responses") == 1) {
      password(in.text("response"));
    } else {
      fail();
    }
  }

  private void password(String password) throws IOException {
    end.evidence().password(password);
    if (end.scene().accepts(password)) {
      succeed();
    } else {
      fail();
    }
  }

  private void fail() throws IOException {
    end.send(new UserauthFailure(new NameList(end.conduct().methods()), false));
  }

  private void succeed() throws IOException {
    successful = true;
    end.send(new UserauthSuccess());
    end.authenticated();
  }
}
