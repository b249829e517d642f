package dev.ganglion.protocol.relation;

/** The relation types that a server itself acts on. */
public final class RelTypes {
    public static final String ANNOTATION = "m.annotation";
    public static final String REFERENCE = "m.reference";
    public static final String REPLACE = "m.replace";
    public static final String THREAD = "m.thread";

    private RelTypes() {}
}
