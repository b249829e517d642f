/**
 * What is known of the letters of the world's scripts. Doors: {@link
 * dev.ganglion.service.text.Letters}, {@link dev.ganglion.service.text.CodePoints}. What is a word,
 * and where one ends, is for those who search.
 */
@NullMarked
package dev.ganglion.service.text;

import org.jspecify.annotations.NullMarked;
