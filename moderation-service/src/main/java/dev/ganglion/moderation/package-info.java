/**
 * What may stay: the words an operator bans, alerts to moderators, and the reports of users.
 *
 * <p>{@link dev.ganglion.moderation.ModerationServiceApplication} starts the service. It never
 * writes to rooms itself; room-service asks it, and sends its alerts.
 */
@NullMarked
package dev.ganglion.moderation;

import org.jspecify.annotations.NullMarked;
