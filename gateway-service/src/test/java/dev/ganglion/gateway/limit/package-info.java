@NullMarked
package dev.ganglion.gateway.limit;

import org.jspecify.annotations.NullMarked;
