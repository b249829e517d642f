/**
 * Glob-style matching, wherever the protocol has it: server access control lists, event filters.
 *
 * <p>Specification: appendices, "Glob-style matching". The door is {@link
 * dev.ganglion.protocol.glob.Glob}. What is matched against what is its users' matter.
 */
@NullMarked
package dev.ganglion.protocol.glob;

import org.jspecify.annotations.NullMarked;
