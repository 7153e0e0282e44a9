/**
 * User authentication, RFC 4252, both roles: the two state machines, and what they ask the
 * application. No sockets, no clock, no password files.
 */
@NullMarked
package org.sshlite.protocol.auth;

import org.jspecify.annotations.NullMarked;
