package dev.ganglion.gateway.route;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the endpoint of a path in time proportional to the path's segments. */
public final class EndpointIndex {
    private static final String REST = "**";

    private final Node root = new Node();

    public EndpointIndex(List<Endpoint> endpoints) {
        endpoints.forEach(this::add);
    }

    public Optional<Match> find(RawPath path) {
        return Optional.ofNullable(find(root, path, 0));
    }

    /** A literal goes before a variable, a variable before the rest. */
    private static @Nullable Match find(Node node, RawPath path, int depth) {
        if (depth == path.segments().size()) {
            return node.endpoint == null ? null : new Match(node.endpoint, path, node.roomSegment);
        }
        String segment = path.segments().get(depth);
        Node literal = node.literals.get(segment);
        Match match = literal == null ? null : find(literal, path, depth + 1);
        if (match == null && node.variable != null && !segment.isEmpty()) {
            match = find(node.variable, path, depth + 1);
        }
        if (match == null && node.rest != null) {
            match = new Match(node.rest, path, node.roomSegment);
        }
        return match;
    }

    private void add(Endpoint endpoint) {
        Node node = root;
        int roomSegment = -1;
        List<String> segments = endpoint.segments();
        for (int depth = 0; depth < segments.size(); depth++) {
            String segment = segments.get(depth);
            if (segment.equals(REST)) {
                node.roomSegment = roomSegment;
                node.rest = endpoint;
                return;
            }
            if (segment.startsWith("{room")) {
                roomSegment = depth;
            }
            node = node.child(segment);
        }
        if (node.endpoint != null) {
            throw new IllegalStateException("Two endpoints have the path " + endpoint.pattern());
        }
        node.roomSegment = roomSegment;
        node.endpoint = endpoint;
    }

    /** An endpoint with the path that led to it. */
    public record Match(Endpoint endpoint, RawPath path, int roomSegment) {

        /** The room identifier or alias in the path, decoded. */
        public Optional<String> room() {
            return roomSegment < 0 ? Optional.empty() : Optional.of(path.decoded(roomSegment));
        }
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        @Nullable Node variable;
        @Nullable Endpoint rest;
        @Nullable Endpoint endpoint;
        int roomSegment = -1;

        Node child(String segment) {
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(segment, _ -> new Node());
            }
            if (variable == null) {
                variable = new Node();
            }
            return variable;
        }
    }
}
