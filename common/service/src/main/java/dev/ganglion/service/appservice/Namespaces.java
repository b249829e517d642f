package dev.ganglion.service.appservice;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.UserId;

import java.util.List;

/** What an application service takes an interest in, and what of it is its own. */
public record Namespaces(List<Namespace> users, List<Namespace> aliases, List<Namespace> rooms) {
    public Namespaces {
        users = List.copyOf(users);
        aliases = List.copyOf(aliases);
        rooms = List.copyOf(rooms);
    }

    boolean contain(UserId user) {
        return users.stream().anyMatch(space -> space.contains(user.value()));
    }

    boolean contain(RoomAlias alias) {
        return aliases.stream().anyMatch(space -> space.contains(alias.value()));
    }

    boolean areExclusiveFor(UserId user) {
        return users.stream()
                .anyMatch(space -> space.isExclusive() && space.contains(user.value()));
    }

    boolean areExclusiveFor(RoomAlias alias) {
        return aliases.stream()
                .anyMatch(space -> space.isExclusive() && space.contains(alias.value()));
    }
}
