/** Tests of the standalone process that need no service. */
@NullMarked
package dev.ganglion.standalone;

import org.jspecify.annotations.NullMarked;
