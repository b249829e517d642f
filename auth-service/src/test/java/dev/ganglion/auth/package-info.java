/** Tests of the whole service through its HTTP endpoints, called as the gateway calls them. */
@NullMarked
package dev.ganglion.auth;

import org.jspecify.annotations.NullMarked;
