/**
 * ssh_config(5) as the client understands it: files, blocks, tokens, and the values that are in
 * force for one host. What the values do is elsewhere.
 */
@NullMarked
package org.sshlite.client.config;

import org.jspecify.annotations.NullMarked;
