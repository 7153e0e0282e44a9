package org.sshlite.sshd.config;

import java.util.List;

/** The keywords, all of them ours, about what an operator sees of a server that runs. */
public final class OperationSettings {
  private static final Topic TOPIC = new Topic();

  /** Behind it, the path of a socket that takes datagrams. */
  public static final String SOCKET = "unix:";

  /** A file, or a socket behind {@link #SOCKET}; empty for none. */
  public static final Setting<String> EVENT_LOG = TOPIC.file("EventLog", "");

  private OperationSettings() {}

  static List<Setting<?>> all() {
    return TOPIC.settings();
  }
}
