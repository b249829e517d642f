/** Tests of messages to devices. */
@NullMarked
package dev.ganglion.sync.todevice;

import org.jspecify.annotations.NullMarked;
