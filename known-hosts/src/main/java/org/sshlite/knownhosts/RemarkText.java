package org.sshlite.knownhosts;

import java.util.List;

/** A remark in words. */
final class RemarkText {
  private RemarkText() {}

  static List<String> lines(Remark remark) {
    return switch (remark) {
      case Remark.Dns(DnsFinding finding) -> lines(finding);
    };
  }

  /** ssh's sentences for what was found and what was not. */
  private static List<String> lines(DnsFinding finding) {
    return switch (finding) {
      case DnsFinding.Nothing _ -> List.of("No matching host key fingerprint found in DNS.");
      case DnsFinding.Failed(String problem) ->
          List.of("The SSHFP records could not be looked up: " + problem);
      case DnsFinding.Match(boolean secure) ->
          List.of(
              "Matching host key fingerprint found in DNS"
                  + (secure ? "." : ", which DNSSEC does not vouch for."));
      case DnsFinding.Mismatch _ ->
          List.of(
              "Its SSHFP records in the DNS have another key.",
              "Update the SSHFP RR in DNS with the new host key to get rid of this message.");
    };
  }
}
