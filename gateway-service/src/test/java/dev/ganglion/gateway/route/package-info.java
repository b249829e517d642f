@NullMarked
package dev.ganglion.gateway.route;

import org.jspecify.annotations.NullMarked;
