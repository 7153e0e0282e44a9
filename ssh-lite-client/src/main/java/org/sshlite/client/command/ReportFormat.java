package org.sshlite.client.command;

/** How {@code --explain} prints. */
enum ReportFormat {
  /** For people. */
  TEXT("--explain"),
  /** For programs: one JSON object. */
  JSON("--explain=json");

  private final String flag;

  ReportFormat(String flag) {
    this.flag = flag;
  }

  /** The option that asks for it. */
  String flag() {
    return flag;
  }
}
