package org.sshlite.mitm.end;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.SessionRequest;

/** The server's side of one session channel, RFC 4254: every command is answered by the token. */
final class Sessions {
  /** Our number of the channel. */
  private static final int LOCAL = 0;

  private static final long WINDOW = 1 << 21;
  private static final long MAXIMUM_PACKET = 1 << 15;

  private final ServerEnd end;
  private int clientChannel = -1;

  Sessions(ServerEnd end) {
    this.end = end;
  }

  int clientChannel() {
    return clientChannel;
  }

  void received(int number, byte[] payload) throws IOException, MalformedException {
    SshReader in = new SshReader("packet", payload, 1, payload.length - 1);
    switch (ConnectionMessage.read(number, in).orElse(null)) {
      case GlobalRequest request when request.wantReply() -> end.send(new RequestFailure());
      case ChannelOpen open -> open(open);
      case ChannelRequest request -> request(request);
      case null, default -> {}
    }
  }

  private void open(ChannelOpen open) throws IOException {
    if (!(open.type() instanceof ChannelType.Session) || clientChannel >= 0) {
      end.send(
          new ChannelOpenFailure(
              open.senderChannel(), OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, ""));
      return;
    }
    clientChannel = open.senderChannel();
    end.send(
        new ChannelOpenConfirmation(clientChannel, LOCAL, WINDOW, MAXIMUM_PACKET, new byte[0]));
    end.at(Stage.SESSION_OPENED);
  }

  private void request(ChannelRequest request) throws IOException {
    switch (request.request()) {
      case SessionRequest.Exec exec -> start(request, "exec " + exec.text());
      case SessionRequest.Shell _ -> start(request, "shell");
      case SessionRequest.Subsystem(var name) -> start(request, "subsystem " + name);
      case SessionRequest.PtyRequest _, SessionRequest.Env _ -> {
        if (request.wantReply()) {
          end.send(new ChannelSuccess(clientChannel));
        }
      }
      default -> {
        if (request.wantReply()) {
          end.send(new ChannelFailure(clientChannel));
        }
      }
    }
  }

  private void start(ChannelRequest request, String command) throws IOException {
    end.evidence().seen(Leak.COMMAND, command);
    if (request.wantReply()) {
      end.send(new ChannelSuccess(clientChannel));
    }
    end.at(Stage.COMMAND_STARTED);
    sendData((end.scene().token() + "\n").getBytes(StandardCharsets.UTF_8));
    end.at(Stage.OUTPUT_SENT);
    end.send(new ChannelRequest(clientChannel, false, new SessionRequest.ExitStatus(0)));
    end.send(new ChannelEof(clientChannel));
    end.send(new ChannelClose(clientChannel));
  }

  private void sendData(byte[] data) throws IOException {
    end.send(
        new SshWriter().uint8(ChannelData.NUMBER).uint32(clientChannel).string(data).toByteArray());
  }
}
