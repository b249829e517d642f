package dev.ganglion.room.search;

import dev.ganglion.room.search.SearchResponse.Group;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The results of a page put together by room or sender, in the order of each group's first. */
final class ResultGroups {
    private ResultGroups() {}

    /** By the kind of group and its name; empty when no groups are wanted. */
    static Optional<Map<String, Map<String, Group>>> of(Set<SearchGroup> wanted, Findings found) {
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        wanted.stream()
                                .collect(
                                        Collectors.toMap(
                                                SearchGroup::key, kind -> groups(kind, found))));
    }

    private static Map<String, Group> groups(SearchGroup kind, Findings found) {
        Map<String, List<Finding>> results =
                found.results().stream()
                        .collect(
                                Collectors.groupingBy(
                                        finding -> kind.of(finding.seen().event().event()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Map<String, Group> groups = new LinkedHashMap<>();
        results.forEach(
                (name, ofGroup) ->
                        groups.put(name, group(kind, name, ofGroup, groups.size() + 1, found)));
        return groups;
    }

    private static Group group(
            SearchGroup kind, String name, List<Finding> ofGroup, int order, Findings found) {
        return new Group(
                ofGroup.stream()
                        .map(finding -> finding.seen().event().event().eventId().value())
                        .toList(),
                order,
                found.nextWithin(kind, name, ofGroup).map(SearchPlace::toString));
    }
}
