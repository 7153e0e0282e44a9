/**
 * Asks the system's name servers for SSHFP records (RFC 4255) and says whether DNSSEC vouches for
 * what they answer. Names of hosts are not resolved here, and keys not judged.
 */
@NullMarked
package org.sshlite.client.dns;

import org.jspecify.annotations.NullMarked;
