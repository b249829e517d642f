/** Tests of how many responses are made at once. */
@NullMarked
package dev.ganglion.sync.response;

import org.jspecify.annotations.NullMarked;
