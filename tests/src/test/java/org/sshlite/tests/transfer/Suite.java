package org.sshlite.tests.transfer;

/**
 * What protects the packets, and how much faster than OpenSSH's our pair is to be with it.
 *
 * @param mac counts only for a cipher that does not authenticate by itself
 * @param goal warm, our pair's rate over that of ssh with sshd
 */
record Suite(String cipher, String mac, double goal) {}
