package org.sshlite.client.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of ssh_config(5) that are no {@link Setting} of their own. */
final class ClientKeywords {
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("keepalive", "tcpkeepalive"),
          Map.entry("identityfile2", "identityfile"),
          Map.entry("dsaauthentication", "pubkeyauthentication"),
          Map.entry("pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms"),
          Map.entry("hostbasedkeytypes", "hostbasedacceptedalgorithms"),
          Map.entry("challengeresponseauthentication", "kbdinteractiveauthentication"),
          Map.entry("skeyauthentication", "kbdinteractiveauthentication"),
          Map.entry("tisauthentication", "kbdinteractiveauthentication"),
          Map.entry("smartcarddevice", "pkcs11provider"));

  /** OpenSSH itself has dropped them, or never had a use for them. */
  private static final Set<String> DROPPED =
      Set.of(
          "protocol",
          "cipher",
          "fallbacktorsh",
          "globalknownhostsfile2",
          "rhostsauthentication",
          "userknownhostsfile2",
          "useroaming",
          "usersh",
          "useprivilegedport",
          "afstokenpassing",
          "kerberosauthentication",
          "kerberostgtpassing",
          "rsaauthentication",
          "rhostsrsaauthentication",
          "compressionlevel");

  /**
   * Ways to log in by Kerberos, which OpenSSH has where it was built so: there are fewer without
   * them. Those behind the first two come with patches of Debian and of Fedora and stand in the
   * files that these put under /etc. The last two are Fedora's older name of RequiredRSASize, of
   * whose values none is below ours, and Apple's keychain.
   */
  private static final Set<String> OF_OTHER_BUILDS =
      Set.of(
          "gssapiauthentication",
          "gssapidelegatecredentials",
          "gssapikeyexchange",
          "gssapikexalgorithms",
          "gssapiclientidentity",
          "gssapiserveridentity",
          "gssapirenewalforcesrekey",
          "gssapitrustdns",
          "rsaminsize",
          "usekeychain");

  private ClientKeywords() {}

  /** The name of a setting that {@code keyword} is, in lower case. */
  static String canonical(String keyword) {
    String name = keyword.toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(name, name);
  }

  /** Whether lines of {@code keyword} are passed over, whatever they say. */
  static boolean isPassedOver(String keyword) {
    String name = keyword.toLowerCase(Locale.ROOT);
    return DROPPED.contains(name) || OF_OTHER_BUILDS.contains(name);
  }
}
