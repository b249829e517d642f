package dev.ganglion.moderation.alert;

/**
 * Something to tell the moderators.
 *
 * @param source what caused it, such as {@code event-17}: told once however often it is raised
 */
public record Alert(String source, String body) {
    private static final int MAX_CODE_POINTS = 1_000;

    /**
     * Cuts the body, and takes out line breaks and the like that a reporter could fake lines with.
     */
    public Alert {
        int[] kept =
                body.codePoints()
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .limit(MAX_CODE_POINTS)
                        .toArray();
        body = new String(kept, 0, kept.length);
    }
}
