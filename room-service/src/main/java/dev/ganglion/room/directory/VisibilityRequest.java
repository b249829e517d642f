package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/** Whether a room is to stand in a directory; it is, where nothing is said. */
record VisibilityRequest(Optional<String> visibility) {
    static final String PUBLIC = "public";
    static final String PRIVATE = "private";

    boolean isPublic() {
        return switch (visibility.orElse(PUBLIC)) {
            case PUBLIC -> true;
            case PRIVATE -> false;
            default -> throw MatrixException.invalidParam("visibility must be public or private");
        };
    }
}
