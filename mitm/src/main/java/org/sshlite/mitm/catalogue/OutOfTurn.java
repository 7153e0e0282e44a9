package org.sshlite.mitm.catalogue;

import java.io.IOException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** A message where it has no business to be. */
public enum OutOfTurn implements Manipulation {
  SUCCESS_BEFORE_KEX(
      "success-before-key-exchange",
      "USERAUTH_SUCCESS in the clear after KEXINIT",
      Stage.KEXINIT_SENT),
  SUCCESS_BEFORE_NEWKEYS(
      "success-before-newkeys",
      "USERAUTH_SUCCESS in the clear in place of NEWKEYS",
      Stage.REPLY_SENT),
  ACCEPT_BEFORE_NEWKEYS(
      "newkeys-skipped", "SERVICE_ACCEPT in the clear, and no NEWKEYS", Stage.REPLY_SENT),
  SUCCESS_EARLY(
      "success-before-service",
      "USERAUTH_SUCCESS before the client has asked for anything",
      Stage.NEWKEYS_SENT),
  SUCCESS_FOR_SERVICE(
      "success-instead-of-service",
      "USERAUTH_SUCCESS in answer to SERVICE_REQUEST",
      Stage.SERVICE_REQUESTED),
  SECOND_NEWKEYS("newkeys-twice", "NEWKEYS once more, sealed", Stage.NEWKEYS_SENT),
  SECOND_KEXINIT("kexinit-twice", "KEXINIT once more", Stage.KEXINIT_SENT),
  CHANNEL_BEFORE_AUTH(
      "channel-before-authentication",
      "CHANNEL_OPEN before anyone is authenticated",
      Stage.SERVICE_ACCEPTED),
  GLOBAL_REQUEST_BEFORE_AUTH(
      "global-request-before-authentication",
      "GLOBAL_REQUEST before anyone is authenticated",
      Stage.SERVICE_ACCEPTED),
  SERVICE_REQUEST(
      "service-request-to-client",
      "SERVICE_REQUEST, which is the client's to send",
      Stage.NEWKEYS_SENT),
  USERAUTH_REQUEST(
      "userauth-request-to-client",
      "USERAUTH_REQUEST, which is the client's to send",
      Stage.SERVICE_ACCEPTED),
  PK_OK_UNASKED(
      "pk-ok-unasked",
      "USERAUTH_PK_OK for a key that was not asked about",
      Stage.USERAUTH_REQUESTED);

  private final String label;
  private final String what;
  private final Stage stage;

  OutOfTurn(String label, String what, Stage stage) {
    this.label = label;
    this.what = what;
    this.stage = stage;
  }

  @Override
  public About about() {
    return new About(
        label,
        "order",
        "sends " + what,
        switch (this) {
          case SUCCESS_BEFORE_KEX, SUCCESS_BEFORE_NEWKEYS, ACCEPT_BEFORE_NEWKEYS, SECOND_KEXINIT ->
              "RFC 4253 §7.1, §7.3: only messages of the key exchange until NEWKEYS";
          case SUCCESS_EARLY, SUCCESS_FOR_SERVICE ->
              "RFC 4252 §5.1, RFC 4253 §10: success answers a request (compare CVE-2018-10933)";
          case SECOND_NEWKEYS -> "RFC 4253 §7.3: NEWKEYS ends a key exchange";
          case CHANNEL_BEFORE_AUTH, GLOBAL_REQUEST_BEFORE_AUTH ->
              "RFC 4252 §6: messages from 80 on come after authentication only";
          default -> "RFC 4252 §5, RFC 4253 §10: the other side's message";
        },
        "disconnect");
  }

  /** Nothing is confirmed and nothing goes on. */
  @Override
  public Harm harm() {
    return switch (this) {
      case CHANNEL_BEFORE_AUTH,
          GLOBAL_REQUEST_BEFORE_AUTH,
          SERVICE_REQUEST,
          USERAUTH_REQUEST,
          PK_OK_UNASKED,
          SECOND_NEWKEYS ->
          Harm.REPORTED;
      case SUCCESS_BEFORE_KEX, SECOND_KEXINIT -> Harm.TRUST;
      default -> Harm.LOGIN;
    };
  }

  @Override
  public Reach reach() {
    return this == SUCCESS_BEFORE_KEX ? Reach.IMPERSONATION : Reach.HOST;
  }

  private Message message() {
    return switch (this) {
      case ACCEPT_BEFORE_NEWKEYS -> new ServiceAccept("ssh-userauth");
      case SECOND_NEWKEYS -> new NewKeys();
      case CHANNEL_BEFORE_AUTH -> new ChannelOpen(new ChannelType.Session(), 7, 1 << 20, 1 << 15);
      case GLOBAL_REQUEST_BEFORE_AUTH ->
          new GlobalRequest(
              new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]), true);
      case SERVICE_REQUEST -> new ServiceRequest("ssh-userauth");
      case USERAUTH_REQUEST -> new UserauthRequest("root", "ssh-connection", new AuthMethod.None());
      case PK_OK_UNASKED ->
          new UserauthPkOk("ssh-ed25519", new SshWriter().string("ssh-ed25519").toByteArray());
      default -> new UserauthSuccess();
    };
  }

  @Override
  public boolean variesByKex() {
    return stage.compareTo(Stage.NEWKEYS_SENT) < 0 || this == SECOND_NEWKEYS;
  }

  @Override
  public Attack attack() {
    return Attack.by(new Conducted());
  }

  /** Once, at its stage. */
  private final class Conducted implements Conduct {
    private boolean done;

    @Override
    public boolean sendsNewKeys() {
      return OutOfTurn.this != ACCEPT_BEFORE_NEWKEYS && OutOfTurn.this != SUCCESS_BEFORE_NEWKEYS;
    }

    @Override
    public void at(Stage reached, ServerEnd end) throws IOException {
      if (reached != stage || done) {
        return;
      }
      done = true;
      end.evidence().strike("sent " + what);
      if (OutOfTurn.this == SECOND_KEXINIT) {
        end.send(secondKexInit(end));
      } else {
        end.send(message());
      }
    }

    /** 91, 92: an answer to a channel; 81, 82 to a global request; 6 to a service request. */
    @Override
    public boolean received(byte[] payload, ServerEnd end) throws IOException {
      int number = payload[0] & 0xff;
      boolean yes =
          OutOfTurn.this == CHANNEL_BEFORE_AUTH && number == 91
              || OutOfTurn.this == GLOBAL_REQUEST_BEFORE_AUTH && number == 81
              || OutOfTurn.this == SERVICE_REQUEST && number == ServiceAccept.NUMBER
              || OutOfTurn.this == USERAUTH_REQUEST && number == UserauthSuccess.NUMBER;
      if (yes) {
        end.evidence().harm(Leak.OTHER, "it answers with message " + number);
      }
      return yes;
    }
  }

  private static Message secondKexInit(ServerEnd end) {
    byte[] cookie = new byte[16];
    end.random().nextBytes(cookie);
    NameList none = NameList.of("none");
    NameList kex = new NameList(end.scene().kexMethods());
    NameList keys = new NameList(end.scene().trueKey().algorithms());
    NameList ciphers = NameList.of("aes128-ctr", "aes256-ctr");
    NameList macs = NameList.of("hmac-sha2-256");
    return new KexInit(
        cookie,
        kex,
        keys,
        ciphers,
        ciphers,
        macs,
        macs,
        none,
        none,
        NameList.EMPTY,
        NameList.EMPTY,
        false);
  }
}
