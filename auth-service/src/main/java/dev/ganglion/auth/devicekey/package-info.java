/**
 * The public keys of devices: uploaded by them, and given to whoever wants to write to them.
 *
 * <p>Specification: client-server API, "Key Distribution". {@link
 * dev.ganglion.auth.devicekey.KeyUploads} is the door. Keys for cross-signing and what they have
 * signed are {@code crosssigning}'s; here they are shown with the keys that they are about.
 */
@NullMarked
package dev.ganglion.auth.devicekey;

import org.jspecify.annotations.NullMarked;
