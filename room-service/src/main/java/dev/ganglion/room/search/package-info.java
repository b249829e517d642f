/**
 * Search: full text over the messages, names and topics of the rooms that a user has been in.
 *
 * <p>Client-server API, "Server Side Search". Words are kept in a table beside the events by {@link
 * dev.ganglion.room.search.WordIndexer}, which follows the event stream in the background; the text
 * itself stays in the events. What a user may see is decided by {@code history} for each match.
 * Searching for people is {@code userdirectory}, for published rooms {@code directory}.
 */
@NullMarked
package dev.ganglion.room.search;

import org.jspecify.annotations.NullMarked;
