package org.sshlite.client.sftp;

import org.sshlite.sftp.wire.FileSystemStatus;

/** {@code df}, sftp(1). */
record DiskFree(Screen screen, Command command) {
  void run(FileSystemStatus status) {
    if (command.has('i')) {
      screen.print("     Inodes        Used       Avail      (root)    %Capacity");
      screen.print(
          "%11d %11d %11d %11d         %s"
              .formatted(
                  status.files(),
                  status.files() - status.filesFree(),
                  status.filesAvailable(),
                  status.filesFree(),
                  share(status.files(), status.filesFree())));
      return;
    }
    long unit = status.fragmentSize();
    String capacity = share(status.blocks(), status.free());
    long used = status.blocks() - status.free();
    if (command.has('h')) {
      screen.print("    Size     Used    Avail   (root)    %Capacity");
      screen.print(
          "%7sB %7sB %7sB %7sB         %s"
              .formatted(
                  LongLine.scaled(status.blocks() * unit),
                  LongLine.scaled(used * unit),
                  LongLine.scaled(status.available() * unit),
                  LongLine.scaled(status.free() * unit),
                  capacity));
    } else {
      screen.print("        Size         Used        Avail       (root)    %Capacity");
      screen.print(
          "%12d %12d %12d %12d         %s"
              .formatted(
                  unit * status.blocks() / 1024,
                  unit * used / 1024,
                  unit * status.available() / 1024,
                  unit * status.free() / 1024,
                  capacity));
    }
  }

  private static String share(long all, long free) {
    return all == 0 ? "ERR" : String.format("%3d%%", Long.divideUnsigned(100 * (all - free), all));
  }
}
