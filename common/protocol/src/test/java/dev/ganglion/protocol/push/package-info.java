/** Push rules, and the plain evaluator that they are compared with. */
@NullMarked
package dev.ganglion.protocol.push;

import org.jspecify.annotations.NullMarked;
