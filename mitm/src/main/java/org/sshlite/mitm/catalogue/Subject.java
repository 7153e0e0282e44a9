package org.sshlite.mitm.catalogue;

/** Who is tried. */
public enum Subject {
  CLIENT("client"),
  SERVER("server");

  private final String text;

  Subject(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
