/**
 * What users say of their presence. It is kept and given to those who ask, and not yet told to
 * others.
 *
 * <p>Client-server API, module "Presence".
 */
@NullMarked
package dev.ganglion.sync.presence;

import org.jspecify.annotations.NullMarked;
