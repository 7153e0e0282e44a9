package org.sshlite.client.sharing;

/** The numbers of PROTOCOL.mux, section 11, and those that ssh 10.5 has beside them. */
final class MuxNumber {
  static final int VERSION = 4;

  static final int HELLO = 1;
  static final int NEW_SESSION = 0x10000002;
  static final int ALIVE_CHECK = 0x10000004;
  static final int TERMINATE = 0x10000005;
  static final int OPEN_FORWARD = 0x10000006;
  static final int CLOSE_FORWARD = 0x10000007;
  static final int NEW_STDIO_FORWARD = 0x10000008;
  static final int STOP_LISTENING = 0x10000009;
  static final int PROXY = 0x1000000f;
  static final int INFO = 0x20000001;

  static final int OK = 0x80000001;
  static final int PERMISSION_DENIED = 0x80000002;
  static final int FAILURE = 0x80000003;
  static final int EXIT_MESSAGE = 0x80000004;
  static final int ALIVE = 0x80000005;
  static final int SESSION_OPENED = 0x80000006;
  static final int REMOTE_PORT = 0x80000007;
  static final int TTY_ALLOC_FAIL = 0x80000008;
  static final int PROXY_REPLY = 0x8000000f;
  static final int INFO_REPLY = 0x90000001;

  /** The extension that says that {@link #INFO} is understood. */
  static final String INFO_EXTENSION = "info";

  /** A port that says: the host is a socket's path. */
  static final long PATH_PORT = 0xfffffffeL;

  /** An escape character that is none. */
  static final long NO_ESCAPE = 0xffffffffL;

  private MuxNumber() {}
}
