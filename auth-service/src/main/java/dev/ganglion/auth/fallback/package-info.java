/**
 * Pages on which people complete a stage of user-interactive authentication that their client does
 * not know.
 *
 * <p>Specification: client-server API, "Fallback". Door: {@link
 * dev.ganglion.auth.fallback.StagePage}, of which each stage that has a page is a bean; {@link
 * dev.ganglion.auth.fallback.StageTurns} and {@link dev.ganglion.auth.fallback.DonePage} for other
 * places that show such pages.
 */
@NullMarked
package dev.ganglion.auth.fallback;

import org.jspecify.annotations.NullMarked;
