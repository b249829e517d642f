/**
 * Work that goes on beside requests. Door: {@link dev.ganglion.auth.background.Repetition}. What is
 * done belongs to the capability that needs it.
 */
@NullMarked
package dev.ganglion.auth.background;

import org.jspecify.annotations.NullMarked;
