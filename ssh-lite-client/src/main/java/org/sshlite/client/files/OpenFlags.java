package org.sshlite.client.files;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.sshlite.sftp.wire.Request;

/**
 * How a file is opened.
 *
 * @param wire those of {@link Request.Open}
 * @param sync on the server's disk after each write
 * @param deletes when it is closed
 * @param follows a link that the path ends in
 */
record OpenFlags(int wire, boolean sync, boolean deletes, boolean follows) {
  /**
   * @throws UnsupportedOperationException for an option that is not known
   * @throws IllegalArgumentException for options that contradict each other
   */
  static OpenFlags of(Set<? extends OpenOption> options) {
    for (OpenOption option : options) {
      if (option == null) {
        throw new NullPointerException("option");
      }
      if (!(option instanceof StandardOpenOption) && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException(option.toString());
      }
    }
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    boolean read = options.contains(StandardOpenOption.READ) || !write;
    boolean truncate = options.contains(StandardOpenOption.TRUNCATE_EXISTING) && write;
    if (append && options.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ + APPEND not allowed");
    }
    if (append && truncate) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    int wire = (read ? Request.Open.READ : 0) | (write ? Request.Open.WRITE : 0);
    wire |= (append ? Request.Open.APPEND : 0) | (truncate ? Request.Open.TRUNCATE : 0);
    if (write && options.contains(StandardOpenOption.CREATE_NEW)) {
      wire |= Request.Open.CREATE | Request.Open.EXCLUSIVE;
      wire &= ~Request.Open.TRUNCATE;
    } else if (write && options.contains(StandardOpenOption.CREATE)) {
      wire |= Request.Open.CREATE;
    }
    return new OpenFlags(
        wire,
        options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC),
        options.contains(StandardOpenOption.DELETE_ON_CLOSE),
        !options.contains(LinkOption.NOFOLLOW_LINKS));
  }

  private boolean has(int flag) {
    return (wire & flag) != 0;
  }

  boolean reads() {
    return has(Request.Open.READ);
  }

  boolean writes() {
    return has(Request.Open.WRITE);
  }

  boolean append() {
    return has(Request.Open.APPEND);
  }

  boolean exclusive() {
    return has(Request.Open.EXCLUSIVE);
  }
}
