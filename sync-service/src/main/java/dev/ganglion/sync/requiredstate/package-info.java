/**
 * Which state of a room a client of sliding sync wants to be kept up to date with.
 *
 * <p>MSC4186, {@code required_state}. {@link dev.ganglion.sync.requiredstate.RequiredState} is the
 * door. Reading state is not done here.
 */
@NullMarked
package dev.ganglion.sync.requiredstate;

import org.jspecify.annotations.NullMarked;
