/** Files with clients and servers that others wrote, beyond OpenSSH's. */
package org.sshlite.tests.sftp.foreign;
