/** An OpenID provider for tests, which is strict with clients and signs in whom it is told to. */
@NullMarked
package dev.ganglion.testing.openid;

import org.jspecify.annotations.NullMarked;
