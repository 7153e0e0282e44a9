package org.sshlite.sftp.client;

import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/**
 * What {@link SftpClient#walk} finds.
 *
 * @param path begins with that of the folder that was walked
 * @param attributes of the name itself: of a link, the link's
 */
public record Walked(FileName path, Attributes attributes) {}
