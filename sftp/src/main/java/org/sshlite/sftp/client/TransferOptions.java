package org.sshlite.sftp.client;

/**
 * How files are moved.
 *
 * @param preserve times and permissions too
 * @param resume goes on behind what is there already
 * @param sync waits until it is on the disk
 * @param atomic under a temporary name first: what has the final name is whole. Not with {@code
 *     resume}
 * @param followLinks links of a tree are what they lead to, folders too, as with scp; else they are
 *     left out, as with sftp. Not unless it is asked for: what a link leads to may lie outside the
 *     tree, and whoever could write into the tree would choose what is sent. A link that is named
 *     itself, as file or as root of a tree, is always followed; none is ever made
 * @param atOnce files of a tree under way at a time
 * @param shortfall told what a copy lacks whose bytes have arrived
 */
public record TransferOptions(
    boolean preserve,
    boolean resume,
    boolean sync,
    boolean atomic,
    boolean followLinks,
    int atOnce,
    Progress progress,
    Shortfall shortfall) {
  /**
   * A server keeps some open files for each: OpenSSH's 1,000 or so, others less. Over 20 ms, where
   * a file takes two or three round trips, that is 500 to 800 a second.
   */
  private static final int AT_ONCE = 32;

  public static final TransferOptions DEFAULT =
      new TransferOptions(
          false, false, false, true, false, AT_ONCE, Progress.NONE, Shortfall.THROWN);

  public TransferOptions withPreserve(boolean value) {
    return new TransferOptions(
        value, resume, sync, atomic, followLinks, atOnce, progress, shortfall);
  }

  public TransferOptions withResume(boolean value) {
    return new TransferOptions(
        preserve, value, sync, atomic, followLinks, atOnce, progress, shortfall);
  }

  public TransferOptions withSync(boolean value) {
    return new TransferOptions(
        preserve, resume, value, atomic, followLinks, atOnce, progress, shortfall);
  }

  public TransferOptions withAtomic(boolean value) {
    return new TransferOptions(
        preserve, resume, sync, value, followLinks, atOnce, progress, shortfall);
  }

  public TransferOptions withFollowLinks(boolean value) {
    return new TransferOptions(preserve, resume, sync, atomic, value, atOnce, progress, shortfall);
  }

  public TransferOptions withAtOnce(int files) {
    return new TransferOptions(
        preserve, resume, sync, atomic, followLinks, files, progress, shortfall);
  }

  public TransferOptions withProgress(Progress told) {
    return new TransferOptions(
        preserve, resume, sync, atomic, followLinks, atOnce, told, shortfall);
  }

  public TransferOptions withShortfall(Shortfall told) {
    return new TransferOptions(preserve, resume, sync, atomic, followLinks, atOnce, progress, told);
  }
}
