package dev.ganglion.sync.roomlist;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.roomlist.ListRequest.Range;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the lists of a user: from memory, but for rooms that nobody has asked for yet. */
@Service
public class RoomLists {
    private final RoomsInMemory rooms;
    private final KeptByUsers kept;
    private final RoomFactsRepository repository;

    RoomLists(RoomsInMemory rooms, KeptByUsers kept, RoomFactsRepository repository) {
        this.rooms = rooms;
        this.kept = kept;
        this.repository = repository;
    }

    /**
     * All lists of a request.
     *
     * @param accountData the position up to which account data counts
     */
    public Mono<Overview> of(
            UserId user, RoomsOfUser ofUser, Map<String, ListRequest> lists, long accountData) {
        List<Long> numbers = ofUser.all().stream().map(member -> member.room().nid()).toList();
        return Mono.zip(rooms.of(numbers), kept.of(user, accountData), children(ofUser, lists))
                .map(
                        found ->
                                make(
                                        ofUser,
                                        lists,
                                        new Source(found.getT1(), found.getT2(), found.getT3())));
    }

    private record Source(
            Map<Long, RoomFacts> facts, Kept kept, Map<String, Set<String>> children) {}

    /** By the list's name, for those that ask for the rooms of spaces. */
    private Mono<Map<String, Set<String>>> children(
            RoomsOfUser ofUser, Map<String, ListRequest> lists) {
        return Flux.fromIterable(lists.entrySet())
                .filter(list -> list.getValue().filter().spaces().isPresent())
                .concatMap(
                        list ->
                                repository
                                        .children(joined(ofUser, list.getValue().filter()))
                                        .map(found -> Map.entry(list.getKey(), found)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What is in a space is shown to those who are in it. */
    private static List<String> joined(RoomsOfUser ofUser, ListFilter filter) {
        Set<String> spaces = filter.spaces().orElse(Set.of());
        return ofUser.joined().stream()
                .map(member -> member.room().id().value())
                .filter(spaces::contains)
                .toList();
    }

    private static Overview make(
            RoomsOfUser ofUser, Map<String, ListRequest> requests, Source source) {
        Overview unlisted = new Overview(Map.of(), source.facts(), source.kept());
        List<Member> sorted =
                ofUser.all().stream()
                        .filter(unlisted::isWanted)
                        .sorted(Comparator.comparingLong(unlisted::bumpStamp).reversed())
                        .toList();
        Map<String, RoomList> lists = new HashMap<>();
        requests.forEach(
                (name, request) -> {
                    Set<String> children = source.children().getOrDefault(name, Set.of());
                    List<Member> all =
                            sorted.stream()
                                    .filter(member -> allows(request, member, source, children))
                                    .toList();
                    lists.put(name, new RoomList(all.size(), window(all, request.ranges())));
                });
        return new Overview(lists, source.facts(), source.kept());
    }

    private static boolean allows(
            ListRequest request, Member member, Source source, Set<String> children) {
        RoomFacts facts = Objects.requireNonNull(source.facts().get(member.room().nid()));
        return request.filter().allows(member, facts, source.kept(), children);
    }

    static boolean isWanted(Member member, Map<Long, RoomFacts> facts, Kept kept) {
        return facts.containsKey(member.room().nid())
                && !(kept.blocksInvites() && member.membership() == Membership.INVITE);
    }

    private static List<Member> window(List<Member> all, List<Range> ranges) {
        BitSet chosen = new BitSet(all.size());
        for (Range range : ranges) {
            int from = (int) Math.min(range.from(), all.size());
            int to = (int) Math.min(range.to() + 1, all.size());
            chosen.set(from, Math.max(from, to));
        }
        List<Member> window = new ArrayList<>();
        chosen.stream().forEach(place -> window.add(all.get(place)));
        return window;
    }
}
