@NullMarked
package dev.ganglion.gateway.door;

import org.jspecify.annotations.NullMarked;
