/** What a client forwards, and the hosts that it reaches through others. */
package org.sshlite.tests.tunnel;
