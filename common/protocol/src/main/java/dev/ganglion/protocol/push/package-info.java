/**
 * Push rules: which events notify whom, and how. Plain decisions on values in memory.
 *
 * <p>Client-server API, module "Push notifications", "Push rules".
 *
 * <p>A user's rules, the stored content of {@code m.push_rules}, are read by {@link
 * dev.ganglion.protocol.push.PushRuleset#ofStored} and made ready by {@link
 * dev.ganglion.protocol.push.CompiledRulesPool}, of which a process has one; who has stored none
 * has {@link dev.ganglion.protocol.push.CompiledRules#DEFAULT}. Compile a user's rules once and
 * again when they change, never at an event.
 *
 * <p>Whoever counts unread notifications or pushes them keeps a {@link
 * dev.ganglion.protocol.push.RoomEvaluator} for each room that is in use, and in it one {@link
 * dev.ganglion.protocol.push.RoomMember} for each <em>local</em> user who is joined: {@code put} at
 * a join, a changed display name or changed rules, {@code remove} at a leave. Each event that is
 * new is put to it once, as {@code PushEvent.of(event)} with the room's joined members and the
 * power levels that held for it; {@link dev.ganglion.protocol.push.RoomOutcome} then says what it
 * means to whom, by groups of members for whom it means the same. {@code notifies()} is a
 * notification, which counts and is pushed; {@code highlights()} counts as a highlight as well;
 * {@code tweaks()} goes to the push gateway and {@code json()} into {@code GET /notifications}. The
 * sender is told of nothing. One who is invited is no member: that event alone is put to {@code
 * CompiledRules.evaluate} for them.
 *
 * <p>Left to the caller: events that are no news (soft-failed, backfilled, or from before a join),
 * senders whom a user ignores, users who may not see an event.
 */
@NullMarked
package dev.ganglion.protocol.push;

import org.jspecify.annotations.NullMarked;
