/**
 * Calls to the other services of the suite: by name, with this service's token, over several
 * replicas, with their refusals as {@link dev.ganglion.protocol.error.MatrixException}.
 *
 * <p>The door is {@link dev.ganglion.service.client.InternalClients}. Calls to anything outside of
 * the suite do not belong here.
 */
@NullMarked
package dev.ganglion.service.client;

import org.jspecify.annotations.NullMarked;
