package org.sshlite.client.identity;

import java.nio.file.Path;

/**
 * A private key file to try.
 *
 * @param asked whether the user named it; else nothing is said when it is missing
 */
public record KeyLocation(Path file, boolean asked) {}
