package dev.ganglion.sync.filter;

/**
 * An event type in which {@code *} stands for any characters. Matching takes no longer than text
 * times pattern.
 */
final class TypePattern {
    private TypePattern() {}

    static boolean matches(String pattern, String text) {
        int at = 0;
        int p = 0;
        int star = -1;
        int retryAt = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retryAt = at;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(at)) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
