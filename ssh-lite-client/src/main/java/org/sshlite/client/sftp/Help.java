package org.sshlite.client.sftp;

import java.util.List;

/** What {@code help} says. */
final class Help {
  static final String TEXT =
      """
      Available commands:
      bye, exit, quit                    End the session
      cd [path]                          Go to a remote folder
      chgrp [-h] group path              Change the group of remote files, a number
      chmod [-h] mode path               Change the permissions of remote files
      chown [-h] owner path              Change the owner of remote files, a number
      copy, cp oldpath newpath           Copy a remote file on the far side
      df [-hi] [path]                    Room on the remote file system
      get [-afpR] remote [local]         Get files
      help, ?                            Show this text
      lcd [path]                         Go to a local folder
      lls [ls-options [path]]            List a local folder
      lmkdir path                        Make a local folder
      ln [-s] oldpath newpath            Link a remote file (-s for a symbolic link)
      lpwd                               Show the local folder
      ls [-1afhlnrSt] [path]             List a remote folder
      lumask umask                       Set the local umask, in octal digits
      mkdir path                         Make a remote folder
      progress                           Show how transfers get on, or stop to
      put [-afpR] local [remote]         Put files
      pwd                                Show the remote folder
      reget [-fpR] remote [local]        Go on with a get that broke off
      rename oldpath newpath             Rename a remote file
      reput [-fpR] local [remote]        Go on with a put that broke off
      rm path                            Remove remote files
      rmdir path                         Remove a remote folder
      symlink oldpath newpath            Make a remote symbolic link
      version                            Show the version of the protocol
      !command                           Run a command in a local shell
      !                                  Start a local shell
      """;

  /** The names of all commands. */
  static final List<String> COMMANDS =
      List.of(
          """
          bye cd chdir chgrp chmod chown copy cp df dir exit get help lcd lchdir lls lmkdir ln lpwd \
          ls lumask mget mkdir mput progress put pwd quit reget rename reput rm rmdir symlink \
          version\
          """
              .split(" "));

  private Help() {}
}
