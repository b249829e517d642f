/**
 * PostgreSQL, Redis and keys for tests, once for each JVM: containers where a Docker engine
 * answers, embedded binaries otherwise.
 *
 * <p>The door is {@link dev.ganglion.testing.infrastructure.Infrastructure}.
 */
@NullMarked
package dev.ganglion.testing.infrastructure;

import org.jspecify.annotations.NullMarked;
