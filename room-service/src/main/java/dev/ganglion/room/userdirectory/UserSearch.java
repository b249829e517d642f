package dev.ganglion.room.userdirectory;

import java.util.Optional;

/** The body of {@code /user_directory/search}. */
record UserSearch(Optional<String> searchTerm, Optional<Integer> limit) {}
