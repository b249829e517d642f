/**
 * How text becomes words that can be compared: for searching messages and people.
 *
 * <p>{@link dev.ganglion.room.words.Words} is all of it. What is looked for in the words belongs to
 * the capabilities that search.
 */
@NullMarked
package dev.ganglion.room.words;

import org.jspecify.annotations.NullMarked;
