@NullMarked
package dev.ganglion.gateway.upstream;

import org.jspecify.annotations.NullMarked;
