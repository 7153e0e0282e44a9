#!/bin/sh
# Apache MINA SSHD 2.20.0, its file system of java.nio over SFTP: Files.setLastModifiedTime changes nothing, and says nothing. In
# SSH_FXP_SETSTAT the time of modification goes with that of access (draft-ietf-secsh-filexfer-02 §5), so the one alone is left out, in
# place of the other being asked for first. Only setTimes with both sets them.
. "$(dirname "$0")/common.sh"
run_mina_sftp <<'EOJ'
  private static void run(Path near, Path far) throws IOException {
    set("local", near);
    set("SFTP", far);
  }

  private static void set(String name, Path file) throws IOException {
    FileTime first = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    FileTime second = FileTime.from(Instant.parse("2002-02-02T00:00:00Z"));
    BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    view.setTimes(first, first, null);
    System.out.println(name + ", setTimes of both: " + Files.getLastModifiedTime(file));
    Files.setLastModifiedTime(file, second);
    System.out.println(name + ", setLastModifiedTime: " + Files.getLastModifiedTime(file));
  }
EOJ
verdict 'local, setTimes of both: 2001-01-01T00:00:00Z
local, setLastModifiedTime: 2002-02-02T00:00:00Z
SFTP, setTimes of both: 2001-01-01T00:00:00Z
SFTP, setLastModifiedTime: 2001-01-01T00:00:00Z' "$(cat seen)"
