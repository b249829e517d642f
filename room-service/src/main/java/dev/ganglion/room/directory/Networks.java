package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/**
 * Which rooms of the directory are looked at: those published here, or those that application
 * services published to a network, or all of them. Client-server API, {@code POST /publicRooms}.
 */
sealed interface Networks {
    /** What is published here. */
    record Own() implements Networks {}

    /** What is published to that network. */
    record One(String networkId) implements Networks {}

    /** Here or to any network. */
    record All() implements Networks {}

    /** Fails with {@code M_INVALID_PARAM} where one network and all are asked for. */
    static Networks of(Optional<Boolean> areAllIncluded, Optional<String> instanceId) {
        boolean isAll = areAllIncluded.orElse(false);
        Optional<String> one = instanceId.filter(id -> !id.isEmpty());
        if (isAll && one.isPresent()) {
            throw MatrixException.invalidParam(
                    "include_all_networks and third_party_instance_id exclude each other");
        }
        return isAll ? new All() : one.<Networks>map(One::new).orElseGet(Own::new);
    }

    /**
     * The condition on {@code rooms.room r}. Relies on room_published and network_room_network;
     * {@code :network} is bound for one network.
     */
    default String condition() {
        return switch (this) {
            case Own _ -> "r.is_published";
            case One _ ->
                    """
                    r.room_nid in (select n.room_nid
                                   from rooms.network_room n
                                   where n.network_id = :network)
                    """;
            case All _ -> "r.room_nid in (" + LISTED + ")";
        };
    }

    /** The rooms that stand in any directory. */
    String LISTED =
            """
            select p.room_nid
            from rooms.room p
            where p.is_published
            union
            select n.room_nid
            from rooms.network_room n
            """;

    /** The network that is asked for by name. */
    default Optional<String> named() {
        return this instanceof One(String networkId) ? Optional.of(networkId) : Optional.empty();
    }
}
