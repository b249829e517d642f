/**
 * The pages on which users look after their account in a browser, for clients that leave it to the
 * server.
 *
 * <p>Specification: client-server API, "OAuth 2.0 account management". No public door: pages only,
 * of plain forms that need no script. What they do is done by the capabilities that do it for
 * clients.
 */
@NullMarked
package dev.ganglion.auth.accountpage;

import org.jspecify.annotations.NullMarked;
