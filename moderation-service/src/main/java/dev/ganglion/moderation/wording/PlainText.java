package dev.ganglion.moderation.wording;

import org.springframework.web.util.HtmlUtils;

import java.util.Locale;
import java.util.Set;

/** The text that HTML shows, for matching only: one pass, no document. */
final class PlainText {
    /** Tags that do not end a word: {@code b<i>a</i>d} is read as one. */
    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "b", "code", "del", "em", "font", "i", "mark", "s", "small",
                    "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr");

    private PlainText() {}

    static String ofHtml(String html) {
        StringBuilder text = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            int tag = html.indexOf('<', at);
            int end = tag < 0 ? -1 : html.indexOf('>', tag);
            if (end < 0) {
                break;
            }
            text.append(html, at, tag);
            if (!isInline(html, tag + 1, end)) {
                text.append(' ');
            }
            at = end + 1;
        }
        return HtmlUtils.htmlUnescape(text.append(html, at, html.length()).toString());
    }

    private static boolean isInline(String html, int from, int to) {
        int start = from < to && html.charAt(from) == '/' ? from + 1 : from;
        int end = start;
        while (end < to && Character.isLetterOrDigit(html.charAt(end))) {
            end++;
        }
        return INLINE.contains(html.substring(start, end).toLowerCase(Locale.ROOT));
    }
}
