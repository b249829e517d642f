/**
 * What users keep for a room follows them into the room that replaces it: tags, the place among
 * direct chats, push rules.
 *
 * <p>Client-server API, module "Room Upgrades", at the end. In the background, on one replica: the
 * event stream is read behind everybody else, for joins and tombstones. How far it has been read is
 * kept, so that nothing is left out when a replica dies; what is done is noted for each user and
 * room, so that nothing is done twice.
 */
@NullMarked
package dev.ganglion.sync.upgrade;

import org.jspecify.annotations.NullMarked;
