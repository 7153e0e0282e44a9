/**
 * Who may sign what for whom: the allowed signers of OpenSSH's file signatures (ssh-keygen(1)
 * ALLOWED SIGNERS). The signatures themselves are {@link org.sshlite.crypto.key.SshSignature}.
 */
@NullMarked
package org.sshlite.crypto.signer;

import org.jspecify.annotations.NullMarked;
