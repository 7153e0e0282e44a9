/**
 * sshd_config(5): its keywords, Match and Include, and the values that hold for one login. Reads
 * files; opens no socket and starts nothing.
 */
@NullMarked
package org.sshlite.sshd.config;

import org.jspecify.annotations.NullMarked;
