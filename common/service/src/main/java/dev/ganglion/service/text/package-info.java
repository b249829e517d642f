/**
 * What is known of the letters of the world's scripts. Door: {@link
 * dev.ganglion.service.text.Letters}. What is a word, and where one ends, is for those who search.
 */
@NullMarked
package dev.ganglion.service.text;

import org.jspecify.annotations.NullMarked;
