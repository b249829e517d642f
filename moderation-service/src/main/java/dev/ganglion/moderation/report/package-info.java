/**
 * Users report what should not be: an event, a room, another user.
 *
 * <p>Specification: client-server API, "Reporting content". The door is the controller. The
 * moderators read reports as alerts, one per reporter and subject.
 */
@NullMarked
package dev.ganglion.moderation.report;

import org.jspecify.annotations.NullMarked;
