package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.words.Words;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a user is called. */
record Profile(UserId userId, Optional<String> displayName, Optional<String> avatarUrl) {
    String localpart() {
        return spelled(userId.localpart());
    }

    String name() {
        return displayName.map(Profile::spelled).orElse("");
    }

    /** The words that the user is found by; not the server's name, by which all are found. */
    List<String> words() {
        return Stream.of(List.of(userId.localpart()), displayName.stream().toList())
                .flatMap(List::stream)
                .flatMap(text -> Words.UNACCENTED.of(text).stream())
                .distinct()
                .toList();
    }

    static String spelled(String text) {
        return String.join(" ", Words.UNACCENTED.of(text));
    }
}
