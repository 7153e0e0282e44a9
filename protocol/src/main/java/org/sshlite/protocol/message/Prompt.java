package org.sshlite.protocol.message;

/**
 * One question of {@link UserauthInfoRequest}, RFC 4256 §3.2.
 *
 * @param text what is asked, for a person; from a server not escaped
 * @param echo whether the answer may be seen while it is typed
 */
public record Prompt(String text, boolean echo) {}
