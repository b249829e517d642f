package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Page;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The memberships of those whose events a client gets. Client-server API, "Lazy-loading room
 * members".
 */
@Component
class LazyMembers {
    private final StateAtRepository state;

    LazyMembers(StateAtRepository state) {
        this.state = state;
    }

    /**
     * Of the senders of a page, as of its newest event; nothing unless the filter asks for them.
     */
    Mono<List<StoredEvent>> forPage(Reader reader, Page page, EventFilter filter) {
        if (!filter.isLazyLoading() || page.events().isEmpty()) {
            return Mono.just(List.of());
        }
        long newest =
                page.events().stream()
                        .mapToLong(seen -> seen.event().position())
                        .max()
                        .orElseThrow();
        return state.listMembers(reader, newest, senders(page.events()));
    }

    static Set<String> senders(Collection<Seen> events) {
        return events.stream()
                .map(seen -> seen.event().event().sender().value())
                .collect(Collectors.toSet());
    }
}
