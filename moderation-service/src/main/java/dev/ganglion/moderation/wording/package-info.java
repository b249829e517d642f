/**
 * Finds words in what people write, in time linear in its length whatever the words are (threat
 * D02).
 *
 * <p>The doors are {@link dev.ganglion.moderation.wording.WordList} and {@link
 * dev.ganglion.moderation.wording.EventText}. What follows from a find is not decided here.
 */
@NullMarked
package dev.ganglion.moderation.wording;

import org.jspecify.annotations.NullMarked;
