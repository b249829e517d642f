@NullMarked
package dev.ganglion.sync.token;

import org.jspecify.annotations.NullMarked;
