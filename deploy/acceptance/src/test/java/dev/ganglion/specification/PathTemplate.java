package dev.ganglion.specification;

import java.util.List;

/**
 * A path with names in braces. Each name stands for one segment, however it is escaped.
 *
 * @param path with the base path, without the blanks that some documents have at its end
 */
record PathTemplate(String path, List<String> segments) implements Comparable<PathTemplate> {
    private static final String STATE_KEY = "{stateKey}";

    static PathTemplate of(String path) {
        return new PathTemplate(path.strip(), split(path.strip()));
    }

    /** Whether a request for this path, still escaped, is meant. */
    boolean matches(String rawPath) {
        List<String> actual = split(rawPath);
        // "When an empty string, the trailing slash on this endpoint is optional."
        boolean isStateKeyLeftOut =
                segments.getLast().equals(STATE_KEY) && actual.size() == segments.size() - 1;
        if (actual.size() != segments.size() && !isStateKeyLeftOut) {
            return false;
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!isName(segments.get(i)) && !segments.get(i).equals(actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Where two match one path, the one that says more comes first: a brace follows letters. */
    @Override
    public int compareTo(PathTemplate other) {
        return path.compareTo(other.path);
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }
}
