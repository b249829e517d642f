/**
 * What is deleted of a user who has been erased, besides events.
 *
 * <p>Client-server API, "Account deactivation". Door: {@link dev.ganglion.sync.erasure.Belongings},
 * for capabilities that keep something of a user. Which events are hidden from whom is {@code
 * event}'s and {@code room}'s affair.
 */
@NullMarked
package dev.ganglion.sync.erasure;

import org.jspecify.annotations.NullMarked;
