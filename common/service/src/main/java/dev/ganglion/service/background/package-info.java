/**
 * Work that goes on beside requests. Door: {@link dev.ganglion.service.background.Repetition}. What
 * is done belongs to the capability that needs it.
 */
@NullMarked
package dev.ganglion.service.background;

import org.jspecify.annotations.NullMarked;
