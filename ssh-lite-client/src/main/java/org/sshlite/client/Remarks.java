package org.sshlite.client;

import java.lang.System.Logger.Level;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.wire.Printable;

/**
 * What a server says by SSH_MSG_DEBUG, RFC 4253 §11.3, which it may do before anybody knows who it
 * is. Deviation: it is told only to those who asked for details, as by ssh; anybody could write
 * between what is asked and what is answered otherwise. Loop only.
 */
final class Remarks {
  /** So many are told: a peer cannot fill a screen or a log with them. */
  private static final int MOST_REMARKS = 64;

  /** Of each, as ssh. */
  private static final int MOST_CHARACTERS = 900;

  private final Dialog dialog;
  private int told;

  Remarks(Dialog dialog) {
    this.dialog = dialog;
  }

  void tell(String message) {
    if (told > MOST_REMARKS) {
      return;
    }
    told++;
    String text = message.substring(0, Math.min(message.length(), MOST_CHARACTERS));
    dialog.tell(
        Level.DEBUG,
        told > MOST_REMARKS
            ? "The server has more to remark, which is not told"
            : "Remote: " + Printable.line(text));
  }
}
