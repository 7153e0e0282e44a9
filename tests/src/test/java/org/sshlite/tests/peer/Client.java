package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The clients, and the way each is told what to do. All of them check the host key for real. */
public enum Client {
  SSH {
    @Override
    public void require() {
      Peers.require("ssh");
    }

    @Override
    Program program(Login login) {
      Target target = login.target;
      Program ssh = Program.of(Peers.path("ssh"), "-F", "none", "-p", "" + target.port());
      OpenSshArguments.of(login).forEach(ssh::with);
      if (login.byPassword) {
        ssh.env("SSH_ASKPASS", answering(target).toString());
        ssh.env("SSH_ASKPASS_REQUIRE", "force");
      }
      login.extra.forEach(ssh::with);
      ssh.with("-l", target.user(), Target.HOST);
      login.command.ifPresent(ssh::with);
      return ssh;
    }
  },

  /** Ours, in a process of its own. It takes passwords from a terminal only. */
  SSH_LITE {
    @Override
    public void require() {}

    @Override
    Program program(Login login) {
      Target target = login.target;
      Program client = OurProgram.sshLite("-F", "none", "-p", "" + target.port());
      OpenSshArguments.of(login).forEach(client::with);
      login.extra.forEach(client::with);
      client.with("-l", target.user(), Target.HOST);
      login.command.ifPresent(client::with);
      return client;
    }
  },

  DBCLIENT {
    @Override
    public void require() {
      Peers.require("dbclient", "dropbearconvert");
    }

    @Override
    Program program(Login login) {
      Target target = login.target;
      Program dbclient = Program.of(Peers.path("dbclient"), login.pty ? "-t" : "-T");
      // it looks for known_hosts in the home folder; its lines name no port
      dbclient.env("HOME", homeWithKnownHosts(target).toString());
      dbclient.with("-p", "" + target.port(), "-l", target.user());
      if (login.byPassword) {
        dbclient.env("DROPBEAR_PASSWORD", target.password());
      } else {
        dbclient.with("-i", target.identity().inDropbearFormat().toString());
      }
      login.cipher.ifPresent(name -> dbclient.with("-c", name));
      login.extra.forEach(dbclient::with);
      dbclient.with(Target.HOST);
      login.command.ifPresent(dbclient::with);
      return dbclient;
    }
  },

  PLINK {
    @Override
    public void require() {
      Peers.require("plink", "puttygen");
    }

    @Override
    Program program(Login login) {
      Target target = login.target;
      Program plink = Program.of(Peers.path("plink"), "-load", "test", "-batch", "-no-antispoof");
      plink.env("PUTTYDIR", savedSession(login).toString());
      plink.with(login.pty ? "-t" : "-T").with("-hostkey", target.hostKey().fingerprint());
      plink.with("-P", "" + target.port(), "-l", target.user());
      if (login.byPassword) {
        plink.with("-pw", target.password(), "-noagent");
      } else {
        plink.with("-i", target.identity().inPuttyFormat().toString());
      }
      login.extra.forEach(plink::with);
      plink.with(Target.HOST);
      login.command.ifPresent(plink::with);
      return plink;
    }
  };

  /** Skips the test if the client is not there. */
  public abstract void require();

  abstract Program program(Login login);

  /** A program that answers every question with the password. */
  private static Path answering(Target target) {
    try {
      Path script = target.folder().resolve("answer");
      Files.writeString(script, "#!/bin/sh\necho '" + target.password() + "'\n");
      return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path homeWithKnownHosts(Target target) {
    try {
      Path home = target.folder().resolve("dbclient." + target.port());
      Files.createDirectories(home.resolve(".ssh"));
      String line = Files.readString(target.knownHosts());
      Files.writeString(
          home.resolve(".ssh/known_hosts"), Target.HOST + line.substring(line.indexOf(' ')));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PuTTY takes algorithms and limits from saved sessions only. */
  private static Path savedSession(Login login) {
    List<String> lines = new ArrayList<>(List.of("Protocol=ssh", "TryAgent=0"));
    login.cipher.ifPresent(name -> lines.add("Cipher=" + puttyCipher(name) + ",WARN"));
    login.rekey.ifPresent(bytes -> lines.add("RekeyBytes=" + bytes));
    try {
      Path folder = login.target.folder().resolve("putty." + login.target.port());
      Files.createDirectories(folder.resolve("sessions"));
      Files.write(folder.resolve("sessions/test"), lines);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String puttyCipher(String name) {
    return name.startsWith("chacha20") ? "chacha20" : "aesgcm";
  }
}
