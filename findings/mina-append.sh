#!/bin/sh
# Apache MINA SSHD 2.20.0, its file system of java.nio over SFTP: Files.writeString(file, text, APPEND) opens the file with SSH_FXF_APPEND
# and without SSH_FXF_WRITE, which draft-ietf-secsh-filexfer-02 §6.3 has for writing. OpenSSH's sftp-server then opens it for reading, and
# answers the write with "No such file", of a file that is there. Elsewhere in java.nio APPEND needs no WRITE beside it; here it does.
. "$(dirname "$0")/common.sh"
run_mina_sftp <<'EOJ'
  private static void run(Path near, Path far) throws IOException {
    append("local, APPEND", near, StandardOpenOption.APPEND);
    append("SFTP, APPEND", far, StandardOpenOption.APPEND);
    append("SFTP, APPEND and WRITE", far, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
  }

  private static void append(String name, Path file, OpenOption... options) throws IOException {
    Files.writeString(file, "one");
    String failure = "";
    try {
      Files.writeString(file, " two", options);
    } catch (IOException e) {
      failure = ", " + e.getMessage();
    }
    System.out.println(name + ": " + Files.readString(file) + failure);
  }
EOJ
verdict 'local, APPEND: one two
SFTP, APPEND: one, No such file
SFTP, APPEND and WRITE: one two' "$(cat seen)"
