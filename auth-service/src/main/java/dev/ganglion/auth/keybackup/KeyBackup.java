package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonString;

/**
 * A backup of a user.
 *
 * @param keySet which keys are in it
 */
record KeyBackup(
        UserId owner,
        BackupVersion version,
        String algorithm,
        String authData,
        long keySet,
        KeyTally tally) {

    static MatrixException unknown() {
        return MatrixException.notFound("You have no such backup");
    }

    static MatrixException unknownKey() {
        return MatrixException.notFound("There is no such key in your backup");
    }

    /** Keys are only added to the current backup. */
    void mustBe(BackupVersion expected) {
        if (!version.equals(expected)) {
            throw MatrixException.of(
                            403,
                            ErrorCode.WRONG_ROOM_KEYS_VERSION,
                            "This is not the current backup")
                    .with("current_version", new JsonString(version.toString()));
        }
    }
}
