package org.sshlite.tests.zoo;

import static org.sshlite.tests.zoo.Cell.FILES;
import static org.sshlite.tests.zoo.Cell.TREE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sshlite.tests.sftp.foreign.LftpFiles;
import org.sshlite.tests.sftp.foreign.RcloneFiles;
import org.sshlite.tests.sftp.foreign.SshfsFiles;

/** What people move files with, beside the clients. */
final class FileRows {
  private static final String COPIES = "it copies, and does nothing else";

  private FileRows() {}

  static final List<Row<FileDriver>> ALL =
      List.of(
          Row.of(
                  "OpenSSH scp -O",
                  new Version.Debian("openssh-client"),
                  FileDriver.of(TreePrograms::scp))
              .lacks(COPIES, FILES),
          Row.of(
                  "Ruby Net::SCP",
                  new Version.Debian("ruby-net-scp"),
                  FileDriver.of(TreePrograms::netScp))
              .lacks(COPIES, FILES),
          sshfs(),
          Row.of(
              "rclone",
              new Version.Debian("rclone"),
              new FileDriver((target, _) -> RcloneFiles.connect(target), TreePrograms::rclone)),
          Row.of(
              "lftp",
              new Version.Debian("lftp"),
              new FileDriver((target, _) -> LftpFiles.connect(target), TreePrograms::lftp)),
          Row.of(
                  "duplicity",
                  new Version.Debian("duplicity"),
                  FileDriver.of(TreePrograms::duplicity))
              .lacks("it makes backups, and restores them", FILES),
          ansible("Ansible", AnsibleTree.SSH),
          ansible("Ansible with ssh-lite and its sftp", AnsibleTree.SSH_LITE_SFTP),
          ansible("Ansible with ssh-lite and its scp", AnsibleTree.SSH_LITE_SCP));

  private static Row<FileDriver> ansible(String name, AnsibleTree tree) {
    return Row.of(name, new Version.Debian("ansible-core"), FileDriver.of(tree))
        .lacks("it copies and fetches, and does the rest by commands", FILES);
  }

  private static Row<FileDriver> sshfs() {
    Row<FileDriver> row =
        Row.of(
            "sshfs",
            new Version.Debian("sshfs"),
            new FileDriver(SshfsFiles::mount, TreePrograms::sshfs));
    // as in many a container
    return Files.exists(Path.of("/dev/fuse"))
        ? row
        : row.lacks("there is no /dev/fuse on this machine", FILES, TREE);
  }
}
