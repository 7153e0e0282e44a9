package org.sshlite.sshd.process;

import java.util.Map;
import org.sshlite.program.system.TerminalLayout;

/**
 * What differs between the systems: numbers of their C headers and places in their structures, all
 * for 64-bit machines (x86-64 and AArch64 do not differ in these).
 *
 * @param openNoctty O_NOCTTY of fcntl.h
 * @param openNonblock O_NONBLOCK of fcntl.h
 * @param errnoAgain EAGAIN of errno.h
 * @param waitNoReap WNOWAIT of sys/wait.h
 * @param siginfoSize sizeof(siginfo_t)
 * @param siginfoPid offset of si_pid
 * @param siginfoStatus offset of si_status
 * @param spawnSetsid POSIX_SPAWN_SETSID of spawn.h
 * @param spawnCloseAll POSIX_SPAWN_CLOEXEC_DEFAULT of spawn.h, 0 where there is none
 * @param spawnAttributes sizeof(posix_spawnattr_t)
 * @param spawnActions sizeof(posix_spawn_file_actions_t)
 * @param signalSet sizeof(sigset_t)
 * @param signalChild SIGCHLD of signal.h
 * @param setWindowSize TIOCSWINSZ of sys/ioctl.h
 * @param sendTerminalSignal TIOCSIG of sys/ioctl.h, 0 where its use is not known
 * @param setPipeSize F_SETPIPE_SZ of fcntl.h, 0 where there is none
 * @param passwdUid offset of pw_uid in struct passwd
 * @param passwdDirectory offset of pw_dir
 * @param passwdShell offset of pw_shell
 * @param terminal the terminal's settings
 * @param signals numbers by the names of RFC 4254 §6.10, without "SIG"
 */
record Platform(
    int openNoctty,
    int openNonblock,
    int errnoAgain,
    int waitNoReap,
    int siginfoSize,
    int siginfoPid,
    int siginfoStatus,
    int spawnSetsid,
    int spawnCloseAll,
    int spawnAttributes,
    int spawnActions,
    int signalSet,
    int signalChild,
    long setWindowSize,
    long sendTerminalSignal,
    int setPipeSize,
    int passwdUid,
    int passwdDirectory,
    int passwdShell,
    TerminalLayout terminal,
    Map<String, Integer> signals) {

  // the same on every system we know
  static final int OPEN_READ_WRITE = 2;
  static final int FCNTL_DUPFD = 0;
  static final int FCNTL_SETFD = 2;
  static final int FCNTL_GETFL = 3;
  static final int FCNTL_SETFL = 4;
  static final int DESCRIPTOR_CLOEXEC = 1;
  static final int ERRNO_INTR = 4;
  static final int ERRNO_IO = 5;
  static final int ERRNO_NO_CHILD = 10;
  static final int WAIT_PID = 1;
  static final int WAIT_NOHANG = 1;
  static final int WAIT_EXITED = 4;
  static final int SIGINFO_CODE = 8;
  static final int CHILD_EXITED = 1;
  static final int CHILD_DUMPED = 3;
  static final int SPAWN_SETSIGDEF = 4;
  static final int SPAWN_SETSIGMASK = 8;
  static final int SIGNAL_HANGUP = 1;
  static final int SIGNAL_KILL = 9;

  static final Platform LINUX =
      new Platform(
          0x100,
          0x800,
          11,
          0x0100_0000,
          128,
          16,
          24,
          0x80,
          0,
          336,
          80,
          128,
          17,
          0x5414,
          0x4004_5436L,
          1031,
          16,
          32,
          40,
          TerminalLayout.LINUX,
          Map.ofEntries(
              Map.entry("HUP", 1),
              Map.entry("INT", 2),
              Map.entry("QUIT", 3),
              Map.entry("ILL", 4),
              Map.entry("ABRT", 6),
              Map.entry("FPE", 8),
              Map.entry("KILL", 9),
              Map.entry("USR1", 10),
              Map.entry("SEGV", 11),
              Map.entry("USR2", 12),
              Map.entry("PIPE", 13),
              Map.entry("ALRM", 14),
              Map.entry("TERM", 15)));

  /** From the headers of the macOS 14 SDK. */
  static final Platform MACOS =
      new Platform(
          0x2_0000,
          0x4,
          35,
          0x20,
          104,
          12,
          20,
          0x400,
          0x4000,
          8,
          8,
          4,
          20,
          0x8008_7467L,
          0,
          0,
          16,
          48,
          56,
          TerminalLayout.MACOS,
          Map.ofEntries(
              Map.entry("HUP", 1),
              Map.entry("INT", 2),
              Map.entry("QUIT", 3),
              Map.entry("ILL", 4),
              Map.entry("ABRT", 6),
              Map.entry("FPE", 8),
              Map.entry("KILL", 9),
              Map.entry("SEGV", 11),
              Map.entry("PIPE", 13),
              Map.entry("ALRM", 14),
              Map.entry("TERM", 15),
              Map.entry("USR1", 30),
              Map.entry("USR2", 31)));

  static final Platform CURRENT = System.getProperty("os.name").startsWith("Mac") ? MACOS : LINUX;
}
