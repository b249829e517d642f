/** An identity server for tests, which does what it is told. */
@NullMarked
package dev.ganglion.testing.identityserver;

import org.jspecify.annotations.NullMarked;
