package org.sshlite.crypto.cert;

import java.util.Optional;

/**
 * What a valid user certificate allows and demands of the session, draft-miller-ssh-cert §3. A
 * certificate allows nothing that it does not name.
 *
 * @param forceCommand run instead of whatever the user asks for
 * @param sourceAddresses where the user may come from
 * @param verifyRequired the signature must tell that the token verified its user
 * @param noTouchRequired the signature needs no touch of the token
 */
public record CertificatePermissions(
    Optional<String> forceCommand,
    Optional<CidrList> sourceAddresses,
    boolean verifyRequired,
    boolean noTouchRequired,
    boolean permitAgentForwarding,
    boolean permitPortForwarding,
    boolean permitX11Forwarding,
    boolean permitPty,
    boolean permitUserRc) {}
