package org.sshlite.client.terminal;

import java.util.List;

/**
 * What the line that is typed may go on with. Asked when the tabulator is pressed, and not else.
 */
public interface Completion {
  /**
   * Where the word begins that ends the line.
   *
   * @param before the line up to the cursor
   */
  int wordStart(String before);

  /**
   * What the word may become. An interrupt of the thread ends the search: there is nothing then.
   *
   * @param before the line up to the cursor
   */
  List<Choice> choices(String before);

  /**
   * @param text all of the word; begins with what is typed of it
   * @param shown where there are several
   * @param whole a blank may follow
   */
  record Choice(String text, String shown, boolean whole) {}
}
