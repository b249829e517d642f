/**
 * Glob-style matching, wherever the protocol has it: server access control lists, event filters,
 * push rules.
 *
 * <p>Specification: appendices, "Glob-style matching". The doors are {@link
 * dev.ganglion.protocol.glob.Glob} for names, {@link dev.ganglion.protocol.glob.FoldedGlob} for
 * texts and {@link dev.ganglion.protocol.glob.FoldedPhrases} for many phrases of others in one
 * text. What is matched against what is its users' matter.
 */
@NullMarked
package dev.ganglion.protocol.glob;

import org.jspecify.annotations.NullMarked;
