@NullMarked
package dev.ganglion.media.removal;

import org.jspecify.annotations.NullMarked;
