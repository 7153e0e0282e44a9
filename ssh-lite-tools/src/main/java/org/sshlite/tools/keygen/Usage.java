package org.sshlite.tools.keygen;

/** What is said of the command line. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-lite-keygen [-q] [-a rounds] [-b bits] [-C comment] [-f output_keyfile]
                             [-m format] [-N new_passphrase]
                             [-t ecdsa|ed25519|mldsa44-ed25519|rsa] [-Z cipher]
             ssh-lite-keygen -p [-a rounds] [-f keyfile] [-m format] [-N new_passphrase]
                             [-P old_passphrase] [-Z cipher]
             ssh-lite-keygen -i [-f input_keyfile] [-m key_format]
             ssh-lite-keygen -e [-f input_keyfile] [-m key_format]
             ssh-lite-keygen -y [-f input_keyfile]
             ssh-lite-keygen -c [-a rounds] [-C comment] [-f keyfile] [-P passphrase]
             ssh-lite-keygen -l [-v] [-E fingerprint_hash] [-f input_keyfile]
             ssh-lite-keygen -B [-f input_keyfile]
             ssh-lite-keygen -F hostname [-lv] [-f known_hosts_file]
             ssh-lite-keygen -H [-f known_hosts_file]
             ssh-lite-keygen -R hostname [-f known_hosts_file]
             ssh-lite-keygen -r hostname [-g] [-f input_keyfile]
             ssh-lite-keygen -I certificate_identity -s ca_key [-hU] [-n principals]
                             [-O option] [-V validity_interval] [-z serial_number] file ...
             ssh-lite-keygen -L [-f input_keyfile]
             ssh-lite-keygen -A [-a rounds] [-f prefix_path]
             ssh-lite-keygen -k -f krl_file [-u] [-s ca_public] [-z version_number] file ...
             ssh-lite-keygen -Q [-l] -f krl_file [file ...]
             ssh-lite-keygen -Y find-principals -s signature_file -f allowed_signers_file
             ssh-lite-keygen -Y match-principals -I signer_identity -f allowed_signers_file
             ssh-lite-keygen -Y check-novalidate -n namespace -s signature_file
             ssh-lite-keygen -Y sign -f key_file -n namespace file [-O option] ...
             ssh-lite-keygen -Y verify -f allowed_signers_file -I signer_identity
                             -n namespace -s signature_file [-r krl_file] [-O option]
             ssh-lite-keygen --help
      """;

  static final String HELP =
      TEXT
          + """

          Makes, shows and changes keys. Options are those of ssh-keygen(1).

          Keys
            -t type    ed25519 (the default), ecdsa, rsa, mldsa44-ed25519 (post-quantum)
            -b bits    rsa: 2048 to 16384, 3072 by default; ecdsa: 256, 384 or 521
            -f file    the key file; asked for where it is missing
            -C text    comment, user@host by default
            -N text    new passphrase, empty for none; -P is the one the file has now
            -a n       rounds of the passphrase's derivation, 24 by default
            -Z cipher  that encrypts the file, aes256-ctr by default
            -m format  -e and -i: RFC4716 (the default), PKCS8, PEM. Files that are written in
                       PEM or PKCS8 are for programs that read no other; PEM is never encrypted
            -q         says nothing that needs no answer
          Showing
            -l [-v]    fingerprints of a key, authorized_keys or known_hosts file, -v as a picture
            -B         the same as words that can be said, of SHA-1
            -E hash    sha256 (the default), sha384, sha512, sha1 or md5
            -y         the public key of a private key file
            -L         what is in a certificate
            -r host    SSHFP records for the DNS, -O hashalg=sha1|sha256
          Changing
            -p -c      passphrase, comment
            -e -i      to and from the formats of other programs, on standard output
          Certificates and revocation
            -s ca      signs the files named: -I identity, -n names, -V validity, -z serial,
                       -h for a host, -U by the agent's key; -O clear, permit-pty,
                       force-command=…, source-address=…
                       and the other options of ssh-keygen(1) CERTIFICATES
            -k         makes a key revocation list, -u adds to one; -Q asks one
          Known hosts
            -F -R -H   find a host, remove it, hash all names
          Signatures
            -Y …       sign files and verify signatures; -n is what they are for: file, git;
                       -U by the agent's key only, which is preferred where it has it
          """;

  private Usage() {}
}
