/** Tests of keys and tokens. */
@NullMarked
package dev.ganglion.service.identity;

import org.jspecify.annotations.NullMarked;
