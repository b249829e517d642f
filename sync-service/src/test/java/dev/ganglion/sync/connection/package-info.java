@NullMarked
package dev.ganglion.sync.connection;

import org.jspecify.annotations.NullMarked;
