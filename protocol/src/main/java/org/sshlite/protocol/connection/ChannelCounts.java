package org.sshlite.protocol.connection;

import java.util.HashMap;
import java.util.Map;
import org.sshlite.protocol.message.ChannelType;

/**
 * How many channels of each type a connection has, whoever opened them, and how many it may have,
 * whatever the application allows: a forward is no session. Loop only.
 */
final class ChannelCounts {
  /** More than any MaxSessions we have seen: what decides is the application. */
  private static final int SESSIONS = 1024;

  /** Of each of the four kinds: what a busy browser opens through a SOCKS proxy, ten times. */
  private static final int FORWARDS = 1024;

  /** Each window of an X client is no channel, each X client is. */
  private static final int DISPLAYS = 256;

  /** A question to an agent takes a moment; more at once than a parallel ssh asks. */
  private static final int AGENTS = 256;

  /** Nobody knows what they cost. */
  private static final int OTHERS = 64;

  /**
   * Closed sessions that the application is not done with. More than a handful is a peer that opens
   * and closes what takes long to end; each may hold a process, its threads and a full window.
   */
  private static final int ENDING_SESSIONS = 64;

  private final Map<Class<? extends ChannelType>, Count> byType = new HashMap<>();

  private static final class Count {
    int open;
    int ending;
  }

  private Count of(ChannelType type) {
    return byType.computeIfAbsent(type.getClass(), _ -> new Count());
  }

  private static int maximum(ChannelType type) {
    return switch (type) {
      case ChannelType.Session _ -> SESSIONS;
      case ChannelType.DirectTcpip _,
          ChannelType.ForwardedTcpip _,
          ChannelType.DirectStreamlocal _,
          ChannelType.ForwardedStreamlocal _ ->
          FORWARDS;
      case ChannelType.X11 _ -> DISPLAYS;
      case ChannelType.AuthAgent _ -> AGENTS;
      case ChannelType.Tunnel _, ChannelType.Unknown _ -> OTHERS;
    };
  }

  /** Whether one more may be opened. */
  boolean hasRoom(ChannelType type) {
    Count count = of(type);
    return type instanceof ChannelType.Session
        ? count.open < SESSIONS && count.ending < ENDING_SESSIONS
        : count.open + count.ending < maximum(type);
  }

  /** Channels that are open, or wait for an answer. */
  int open(ChannelType type) {
    return of(type).open;
  }

  void opened(ChannelType type) {
    of(type).open++;
  }

  /** The application is not done with it yet. */
  void closed(ChannelType type) {
    Count count = of(type);
    count.open--;
    count.ending++;
  }

  /** The application is done with it. */
  void ended(ChannelType type) {
    of(type).ending--;
  }
}
