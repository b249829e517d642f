package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedPhrases;
import dev.ganglion.protocol.glob.FoldedText;
import dev.ganglion.protocol.identifier.UserId;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a room by all that an event can name them by. Not thread-safe. */
final class MemberIndex {
    private final Map<String, RoomMember> byId = new HashMap<>();
    private final Map<FoldedText, Set<UserId>> byFoldedId = new HashMap<>();
    private final FoldedPhrases<UserId> displayNames = new FoldedPhrases<>();
    private final FoldedPhrases<UserId> localparts = new FoldedPhrases<>();

    /** Puts one who is not there yet. */
    void add(RoomMember member) {
        UserId user = member.userId();
        byId.put(user.value(), member);
        byFoldedId.computeIfAbsent(folded(user), _ -> new HashSet<>(1)).add(user);
        member.displayName().ifPresent(name -> displayNames.add(name, user));
        localparts.add(user.localpart(), user);
    }

    /** Takes one away; empty when there was none. */
    Optional<RoomMember> remove(UserId user) {
        Optional<RoomMember> member = Optional.ofNullable(byId.remove(user.value()));
        member.ifPresent(this::forget);
        return member;
    }

    Optional<UserId> find(String userId) {
        return Optional.ofNullable(byId.get(userId)).map(RoomMember::userId);
    }

    Set<UserId> withFoldedId(FoldedText userId) {
        return byFoldedId.getOrDefault(userId, Set.of());
    }

    /** Those whose display names stand in a text. */
    Set<UserId> namedIn(FoldedText text) {
        return displayNames.ownersIn(text);
    }

    /** Those the localparts of whose IDs stand in a text. */
    Set<UserId> localpartsIn(FoldedText text) {
        return localparts.ownersIn(text);
    }

    private void forget(RoomMember member) {
        UserId user = member.userId();
        byFoldedId.computeIfPresent(
                folded(user),
                (_, users) -> {
                    users.remove(user);
                    return users.isEmpty() ? null : users;
                });
        member.displayName().ifPresent(name -> displayNames.remove(name, user));
        localparts.remove(user.localpart(), user);
    }

    private static FoldedText folded(UserId user) {
        return FoldedText.of(user.value());
    }
}
