/**
 * A small service with one endpoint for each kind of request, on which what services share is
 * tested.
 */
@NullMarked
package dev.ganglion.testing.echo;

import org.jspecify.annotations.NullMarked;
