/** What auth-service tells other services of accounts, for tests without one. */
@NullMarked
package dev.ganglion.testing.accounts;

import org.jspecify.annotations.NullMarked;
