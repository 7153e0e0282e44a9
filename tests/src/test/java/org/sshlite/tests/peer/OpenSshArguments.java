package org.sshlite.tests.peer;

import java.util.ArrayList;
import java.util.List;

/** What ssh is told, and ssh-lite in the same words. */
public final class OpenSshArguments {
  private OpenSshArguments() {}

  /** Options of a login, without host and command. */
  public static List<String> of(Login login) {
    Target target = login.target;
    List<String> options = new ArrayList<>();
    add(options, "UserKnownHostsFile=" + target.knownHosts());
    add(options, "GlobalKnownHostsFile=/dev/null");
    add(options, "StrictHostKeyChecking=yes");
    if (login.byPassword) {
      add(options, "PreferredAuthentications=" + login.passwordMethod);
      add(options, "NumberOfPasswordPrompts=1");
    } else {
      add(options, "BatchMode=yes");
      add(options, "IdentitiesOnly=yes");
      options.addAll(List.of("-i", target.identity().file().toString()));
    }
    login.cipher.ifPresent(name -> add(options, "Ciphers=" + name));
    login.kex.ifPresent(name -> add(options, "KexAlgorithms=" + name));
    login.rekey.ifPresent(bytes -> add(options, "RekeyLimit=" + bytes));
    options.add(login.pty ? "-tt" : "-T");
    return options;
  }

  private static void add(List<String> options, String option) {
    options.add("-o");
    options.add(option);
  }
}
