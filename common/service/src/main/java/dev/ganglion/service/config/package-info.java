/**
 * Which server this is, what time it is, and how a wrong setting is refused.
 *
 * <p>The door is {@link dev.ganglion.service.config.ServerProperties}. Settings of one capability
 * belong to that capability, each as a validated record of its own.
 */
@NullMarked
package dev.ganglion.service.config;

import org.jspecify.annotations.NullMarked;
