package org.sshlite.tools;

/** How a program ended, and what it wrote. */
public record Result(int status, String out, String err) {
  /** stdout and the status: what scripts look at. */
  public String answer() {
    return out + "exit status " + status;
  }

  /** stderr with one kind of line ends. */
  public String messages() {
    return err.replace("\r\n", "\n");
  }
}
