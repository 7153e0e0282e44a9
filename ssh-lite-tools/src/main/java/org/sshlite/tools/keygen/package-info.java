/**
 * The program ssh-lite-keygen: ssh-keygen(1)'s options, prompts, output and exit statuses. One
 * small class for each thing it does; formats and rules are those of the crypto and known-hosts
 * modules.
 */
@NullMarked
package org.sshlite.tools.keygen;

import org.jspecify.annotations.NullMarked;
