/** Tests of relations and what is bundled of them. */
@NullMarked
package dev.ganglion.protocol.relation;

import org.jspecify.annotations.NullMarked;
