@NullMarked
package dev.ganglion.sync.threadsubscription;

import org.jspecify.annotations.NullMarked;
