/** What the client asks a person, and tells one, without knowing how. */
@NullMarked
package org.sshlite.client.dialog;

import org.jspecify.annotations.NullMarked;
