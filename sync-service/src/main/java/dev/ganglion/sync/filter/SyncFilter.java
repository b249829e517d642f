package dev.ganglion.sync.filter;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.sync.event.EventFields;

import java.util.List;
import java.util.Optional;

/**
 * A client's filter.
 *
 * @param eventFields absent for all
 */
public record SyncFilter(
        Optional<EventFields> eventFields,
        Optional<EventFormat> eventFormat,
        Optional<EventFilter> presence,
        Optional<EventFilter> accountData,
        Optional<RoomFilter> room) {

    /** For a request without a filter. */
    public static final SyncFilter EVERYTHING =
            new SyncFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /**
     * For requests that say the same with parameters of their own.
     *
     * @param rooms absent for all
     * @param limit of the events of each room
     */
    public static SyncFilter of(Optional<List<String>> rooms, int limit, boolean includesLeft) {
        EventFilter timeline = EventFilter.EVERYTHING.withLimit(limit);
        RoomFilter room =
                new RoomFilter(
                        rooms,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(includesLeft),
                        Optional.empty(),
                        Optional.of(timeline),
                        Optional.empty());
        return new SyncFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(room));
    }

    /** The values of {@code event_format}. */
    public enum EventFormat {
        @JsonProperty("client")
        CLIENT,
        @JsonProperty("federation")
        FEDERATION
    }

    /** Whether events are wanted as servers exchange them. */
    public boolean wantsPdus() {
        return eventFormat.filter(EventFormat.FEDERATION::equals).isPresent();
    }

    public EventFilter globalAccountData() {
        return accountData.orElse(EventFilter.EVERYTHING);
    }

    public EventFilter presenceEvents() {
        return presence.orElse(EventFilter.EVERYTHING);
    }

    public RoomFilter rooms() {
        return room.orElse(RoomFilter.EVERYTHING);
    }

    public EventFilter timeline() {
        return rooms().timeline().orElse(EventFilter.EVERYTHING);
    }

    public EventFilter state() {
        return rooms().state().orElse(EventFilter.EVERYTHING);
    }

    public EventFilter ephemeral() {
        return rooms().ephemeral().orElse(EventFilter.EVERYTHING);
    }

    public EventFilter roomAccountData() {
        return rooms().accountData().orElse(EventFilter.EVERYTHING);
    }

    public boolean includesLeft() {
        return rooms().includeLeave().orElse(false);
    }

    /** What is unread in threads is told apart from what is unread in the main timeline. */
    public boolean hasThreadNotifications() {
        return timeline().unreadThreadNotifications().orElse(false);
    }

    /**
     * Memberships are sent as they are needed: asked for of the state, and by some clients of the
     * timeline.
     */
    public boolean isLazyLoading() {
        return state().isLazyLoading() || timeline().isLazyLoading();
    }
}
