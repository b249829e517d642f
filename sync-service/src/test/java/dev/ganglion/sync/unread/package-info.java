@NullMarked
package dev.ganglion.sync.unread;

import org.jspecify.annotations.NullMarked;
