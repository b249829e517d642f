/**
 * Who is typing: in memory of every replica, told from one to the other over Redis, and gone with
 * it.
 *
 * <p>Client-server API, module "Typing notifications". {@link dev.ganglion.sync.typing.Typing} is
 * the door.
 */
@NullMarked
package dev.ganglion.sync.typing;

import org.jspecify.annotations.NullMarked;
