package org.sshlite.sftp.client;

/**
 * How files are moved.
 *
 * @param preserve times and permissions too
 * @param resume goes on behind what is there already
 * @param sync waits until it is on the disk
 * @param atomic under a temporary name first: what has the final name is whole. Not with {@code
 *     resume}
 * @param atOnce files of a tree under way at a time
 */
public record TransferOptions(
    boolean preserve, boolean resume, boolean sync, boolean atomic, int atOnce, Progress progress) {
  /**
   * A server keeps some open files for each: OpenSSH's 1,000 or so, others less. Over 20 ms, where
   * a file takes two or three round trips, that is 500 to 800 a second.
   */
  private static final int AT_ONCE = 32;

  public static final TransferOptions DEFAULT =
      new TransferOptions(false, false, false, true, AT_ONCE, Progress.NONE);

  public TransferOptions withPreserve(boolean value) {
    return new TransferOptions(value, resume, sync, atomic, atOnce, progress);
  }

  public TransferOptions withResume(boolean value) {
    return new TransferOptions(preserve, value, sync, atomic, atOnce, progress);
  }

  public TransferOptions withSync(boolean value) {
    return new TransferOptions(preserve, resume, value, atomic, atOnce, progress);
  }

  public TransferOptions withAtomic(boolean value) {
    return new TransferOptions(preserve, resume, sync, value, atOnce, progress);
  }

  public TransferOptions withAtOnce(int files) {
    return new TransferOptions(preserve, resume, sync, atomic, files, progress);
  }

  public TransferOptions withProgress(Progress told) {
    return new TransferOptions(preserve, resume, sync, atomic, atOnce, told);
  }
}
