package org.sshlite.sshd.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.PeerAddresses;

/**
 * Something that happened. Text of the peer's is as it came: who writes it escapes and cuts it.
 * None holds a password, a key's private part, a command line or channel data.
 */
public sealed interface Event {
  /** What {@code event} says in a line. */
  String name();

  /** The fields of the line that are this event's own, in their order. */
  Map<String, Object> fields();

  /** Of one connection. */
  sealed interface OfConnection extends Event {
    /** From 1 on, as lines of the log have it. */
    long connection();
  }

  /** A connection is let in to log in. */
  record Connected(long connection, PeerAddresses peer) implements OfConnection {
    @Override
    public String name() {
      return "connection";
    }

    @Override
    public Map<String, Object> fields() {
      return ends(peer);
    }
  }

  /**
   * A connection is refused before a byte of it is read.
   *
   * @param untold how many were before, since the last that was told
   */
  record Dropped(PeerAddresses peer, String reason, long untold) implements Event {
    @Override
    public String name() {
      return "dropped";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = ends(peer);
      fields.put("reason", reason);
      fields.put("untold", untold);
      return fields;
    }
  }

  /**
   * Keys were exchanged, for the first time or again.
   *
   * @param client its identification string
   */
  record Negotiated(
      long connection, String client, org.sshlite.protocol.transport.Negotiated algorithms)
      implements OfConnection {
    @Override
    public String name() {
      return "negotiated";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("client", client);
      fields.put("kex", algorithms.kex().name());
      fields.put("host_key", algorithms.hostKeyAlgorithm());
      fields.put("cipher_in", algorithms.clientToServer().encryption());
      fields.put("mac_in", algorithms.clientToServer().mac());
      fields.put("cipher_out", algorithms.serverToClient().encryption());
      fields.put("mac_out", algorithms.serverToClient().mac());
      return fields;
    }
  }

  /** What became of a request to be authenticated. */
  enum Result {
    ACCEPTED,
    PARTIAL,
    REFUSED;

    /** As lines and figures have it. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A method was tried.
   *
   * @param reason of a refusal
   * @param key its fingerprint; empty without one
   */
  record Authentication(
      long connection, String user, String method, Result result, String reason, String key)
      implements OfConnection {
    @Override
    public String name() {
      return "authentication";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("user", user);
      fields.put("method", method);
      fields.put("result", result.text());
      fields.put("reason", reason);
      fields.put("key", key);
      return fields;
    }
  }

  /**
   * A channel that the client asked for is open.
   *
   * @param channel from 1 on, in its connection
   * @param target where it is forwarded to
   */
  record ChannelOpened(long connection, int channel, String type, String target)
      implements OfConnection {
    @Override
    public String name() {
      return "channel_opened";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put("type", type);
      fields.put("target", target);
      return fields;
    }
  }

  /** A channel that the client asked for is refused. */
  record ChannelRefused(long connection, int channel, String type, String target, String reason)
      implements OfConnection {
    @Override
    public String name() {
      return "channel_refused";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put("type", type);
      fields.put("target", target);
      fields.put("reason", reason);
      return fields;
    }
  }

  /** It is closed. */
  record ChannelClosed(long connection, int channel, String type) implements OfConnection {
    @Override
    public String name() {
      return "channel_closed";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put("type", type);
      return fields;
    }
  }

  /**
   * A session runs something.
   *
   * @param kind {@code shell}, {@code command} or {@code subsystem}
   * @param subsystem its name
   */
  record CommandStarted(long connection, int channel, String kind, String subsystem, boolean pty)
      implements OfConnection {
    @Override
    public String name() {
      return "command_started";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put("kind", kind);
      fields.put("subsystem", subsystem);
      fields.put("pty", pty);
      return fields;
    }
  }

  /**
   * It has ended.
   *
   * @param exit exit-status or exit-signal; empty when the channel was closed before
   */
  record CommandEnded(
      long connection, int channel, Optional<SessionRequest> exit, Duration duration)
      implements OfConnection {
    @Override
    public String name() {
      return "command_ended";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put(
          "status",
          exit.orElse(null) instanceof SessionRequest.ExitStatus(var status) ? status : -1);
      fields.put(
          "signal",
          exit.orElse(null) instanceof SessionRequest.ExitSignal signal ? signal.name() : "");
      fields.put("seconds", seconds(duration));
      return fields;
    }
  }

  /**
   * The client wants something to be listened at for it, or no more.
   *
   * @param request the global request's name
   */
  record Forward(long connection, String request, String address, boolean granted)
      implements OfConnection {
    @Override
    public String name() {
      return "forward";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("request", request);
      fields.put("address", address);
      fields.put("granted", granted);
      return fields;
    }
  }

  /**
   * A file that internal-sftp served is closed.
   *
   * @param read bytes that the client has got
   * @param written bytes that it has sent
   */
  record Transfer(long connection, String path, long read, long written) implements OfConnection {
    @Override
    public String name() {
      return "transfer";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("path", path);
      fields.put("bytes_read", read);
      fields.put("bytes_written", written);
      return fields;
    }
  }

  /**
   * A connection is over.
   *
   * @param client its identification string; empty if it sent none
   * @param user who was authenticated; empty for nobody
   * @param received bytes, packets and all
   * @param sent the same
   */
  record Ended(
      long connection,
      String client,
      String user,
      Ending ending,
      long received,
      long sent,
      Duration duration)
      implements OfConnection {
    @Override
    public String name() {
      return "end";
    }

    /** In a word, of which there are few. */
    public String reason() {
      return switch (ending) {
        case Ending.Closed _ -> "closed";
        case Ending.Disconnected _ -> "disconnected";
        case Ending.ConnectionLost _ -> "lost";
        case Ending.Failed _ -> "failed";
        case Ending.Refused(var refusal) -> refusal.getClass().getSimpleName();
      };
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("client", client);
      fields.put("user", user);
      fields.put("reason", reason());
      fields.put("detail", ending.explain());
      fields.put("bytes_received", received);
      fields.put("bytes_sent", sent);
      fields.put("seconds", seconds(duration));
      return fields;
    }
  }

  private static Map<String, Object> ends(PeerAddresses peer) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", PeerAddresses.text(peer.remote()));
    fields.put("port", peer.remote().getPort());
    fields.put("local_address", PeerAddresses.text(peer.local()));
    fields.put("local_port", peer.local().getPort());
    return fields;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
