package org.sshlite.mitm.catalogue;

/**
 * What a manipulation is.
 *
 * @param name for command lines and reports: lower-case words with hyphens
 * @param group what it belongs to: "host key", "key exchange", …
 * @param does what the attacker does
 * @param breaks the rule that this is against, with its RFC, draft or CVE
 * @param demand what a sound peer must do
 */
public record About(String name, String group, String does, String breaks, String demand) {}
