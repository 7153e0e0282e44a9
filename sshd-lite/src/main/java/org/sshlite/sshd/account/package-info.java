/**
 * Who logs in, as a user of the system, and what is done as that user: files, sockets, processes.
 * Nothing of a user's is touched with rights that he has not, whoever runs the server.
 */
@NullMarked
package org.sshlite.sshd.account;

import org.jspecify.annotations.NullMarked;
