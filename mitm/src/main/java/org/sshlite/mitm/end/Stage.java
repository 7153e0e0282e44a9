package org.sshlite.mitm.end;

/** The places where a {@link Conduct} may step in. */
public enum Stage {
  /** The client is connected; nothing was sent. */
  CONNECTED,
  /** Both identification lines are out; our KEXINIT not yet. */
  IDENTIFIED,
  KEXINIT_SENT,
  /** The client's KEXINIT is here, nothing chosen yet. */
  KEXINIT_RECEIVED,
  /** The client's ephemeral key is here. */
  INIT_RECEIVED,
  /** Our reply is out, our NEWKEYS not yet. */
  REPLY_SENT,
  /** Our NEWKEYS is out, the client's not yet here. */
  NEWKEYS_SENT,
  /** Both directions are sealed. */
  KEYED,
  /** The client asked for a service; it has no answer yet. */
  SERVICE_REQUESTED,
  SERVICE_ACCEPTED,
  /** A USERAUTH_REQUEST is here and has no answer yet. */
  USERAUTH_REQUESTED,
  /** USERAUTH_SUCCESS is out. */
  AUTHENTICATED,
  /** The client's session is confirmed. */
  SESSION_OPENED,
  /** A command or shell was asked for and granted; nothing was put out yet. */
  COMMAND_STARTED,
  /** The command's output is out, its exit status not yet. */
  OUTPUT_SENT
}
