package dev.ganglion.auth.keybackup;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.regex.Pattern;

/** The number of a backup, which clients know as a string. */
record BackupVersion(long number) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final BackupVersion NONE = new BackupVersion(0);

    /** What is not one of our numbers names a backup that never was. */
    static BackupVersion parse(String text) {
        return NUMBER.matcher(text).matches() ? new BackupVersion(Long.parseLong(text)) : NONE;
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(number);
    }
}
