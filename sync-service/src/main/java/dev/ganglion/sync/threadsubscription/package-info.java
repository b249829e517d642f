/**
 * Which threads users want to hear of, as they or their clients say, and the stream of these
 * choices.
 *
 * <p>MSC4306, under the path of its unstable name. {@link
 * dev.ganglion.sync.threadsubscription.ThreadSubscriptions} is the door. How sliding sync tells of
 * them (MSC4308) belongs to {@code slidingsync}.
 */
@NullMarked
package dev.ganglion.sync.threadsubscription;

import org.jspecify.annotations.NullMarked;
