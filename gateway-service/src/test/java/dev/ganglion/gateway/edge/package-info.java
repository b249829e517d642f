@NullMarked
package dev.ganglion.gateway.edge;

import org.jspecify.annotations.NullMarked;
