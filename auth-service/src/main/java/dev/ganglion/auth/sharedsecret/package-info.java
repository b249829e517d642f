/**
 * Registration by whoever knows the server's registration secret: operators and their tools.
 *
 * <p>It speaks {@code /_synapse/admin/v1/register}, the protocol of {@code
 * register_new_matrix_user}. No public door: endpoints only.
 */
@NullMarked
package dev.ganglion.auth.sharedsecret;

import org.jspecify.annotations.NullMarked;
