/** Tests of group commit and of following a stream. */
@NullMarked
package dev.ganglion.service.stream;

import org.jspecify.annotations.NullMarked;
