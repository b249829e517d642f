package dev.ganglion.auth.standing;

/** What administrators can do to an account, each by itself. */
enum Measure {
    SUSPEND("is_suspended"),
    LOCK("is_locked");

    private final String column;

    Measure(String column) {
        this.column = column;
    }

    /** Of {@code auth.account}. */
    String column() {
        return column;
    }
}
