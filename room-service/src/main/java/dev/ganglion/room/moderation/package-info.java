/**
 * The question to moderation-service whether something may be said, before it is.
 *
 * <p>{@link dev.ganglion.room.moderation.ModerationGate} is the door. Policies belong to
 * moderation-service; while none is active nobody is asked.
 */
@NullMarked
package dev.ganglion.room.moderation;

import org.jspecify.annotations.NullMarked;
