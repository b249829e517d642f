@NullMarked
package dev.ganglion.gateway.token;

import org.jspecify.annotations.NullMarked;
