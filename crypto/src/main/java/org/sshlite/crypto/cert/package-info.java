/**
 * Certificates of users and hosts (draft-miller-ssh-cert) and key revocation lists (OpenSSH
 * PROTOCOL.krl): reading, signing, and the rules by which they are valid. Which CAs are trusted is
 * for the callers to know.
 */
@NullMarked
package org.sshlite.crypto.cert;

import org.jspecify.annotations.NullMarked;
