/**
 * What the operator wants: words to keep out, words to be told of, and where to be told.
 *
 * <p>Not in the specification: our own endpoint {@code /_ganglion/admin/v1/moderation/policy}. The
 * door is {@link dev.ganglion.moderation.policy.CurrentPolicy}. The configuration gives the first
 * policy; the first change made while running replaces it for good.
 */
@NullMarked
package dev.ganglion.moderation.policy;

import org.jspecify.annotations.NullMarked;
