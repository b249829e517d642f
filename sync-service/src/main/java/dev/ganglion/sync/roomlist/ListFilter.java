package dev.ganglion.sync.roomlist;

import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Which rooms belong to a list.
 *
 * @param roomTypes the types that are wanted, with an empty one for rooms without a type
 * @param notRoomTypes the same of types that are not, which counts for more
 * @param tags those of which a room has one
 * @param notTags those of which a room has none
 * @param spaces whose rooms are wanted
 */
public record ListFilter(
        Optional<Boolean> isDirect,
        Optional<Boolean> isEncrypted,
        Optional<Boolean> isInvite,
        Optional<Set<Optional<String>>> roomTypes,
        Set<Optional<String>> notRoomTypes,
        Optional<Set<String>> tags,
        Set<String> notTags,
        Optional<Set<String>> spaces) {
    public static final ListFilter EVERYTHING =
            new ListFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty());

    /**
     * Whether a room passes.
     *
     * @param children the rooms of the spaces that are asked for
     */
    boolean allows(Member member, RoomFacts facts, Kept kept, Set<String> children) {
        return isDirect.map(is -> is == kept.isDirect(member.room().id())).orElse(true)
                && isEncrypted.map(is -> is == facts.isEncrypted()).orElse(true)
                && isInvite.map(is -> is != member.isJoined()).orElse(true)
                && roomTypes.map(types -> types.contains(facts.type())).orElse(true)
                && !notRoomTypes.contains(facts.type())
                && allowsTags(kept.tagsOf(member.room().id()))
                && (spaces.isEmpty() || children.contains(member.room().id().value()));
    }

    private boolean allowsTags(Set<String> present) {
        return tags.map(wanted -> !Collections.disjoint(wanted, present)).orElse(true)
                && Collections.disjoint(notTags, present);
    }
}
