@NullMarked
package dev.ganglion.gateway;

import org.jspecify.annotations.NullMarked;
