package dev.ganglion.sync.digest;

import dev.ganglion.service.text.CodePoints;
import dev.ganglion.sync.push.Said;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What auth-service is to mail. All texts are strangers' words, of which it takes as much as fits
 * into a mail.
 *
 * @param number names the mail, so that it is sent once
 * @param events how many the user has missed, in all rooms
 * @param moreRooms how many rooms there are besides
 */
record Digest(long number, String address, int events, List<Room> rooms, int moreRooms) {
    private static final int MAX_ROOMS = 10;
    private static final int MAX_EVENTS = 5;
    private static final int MAX_NAMES = 3;
    private static final int MAX_CHARACTERS = 500;

    /**
     * A room.
     *
     * @param earlier how many events were missed there before these
     */
    record Room(String roomId, String name, int earlier, List<Entry> events) {}

    /**
     * An event.
     *
     * @param text of a message; nothing of the others
     */
    record Entry(
            String eventId, String sender, String senderName, What what, Optional<String> text) {}

    /** What is told of an event. */
    enum What {
        /** What it says. */
        TEXT,
        /** That it is a picture, a file or the like. */
        ATTACHMENT,
        /** That it is encrypted. */
        ENCRYPTED,
        /** That it invites the user. */
        INVITATION,
        /** That it is there. */
        OTHER
    }

    static Digest of(long number, String address, List<Said> missed) {
        Map<String, List<Said>> byRoom =
                missed.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Said::roomId, LinkedHashMap::new, Collectors.toList()));
        List<Room> rooms = new ArrayList<>();
        byRoom.forEach((room, said) -> rooms.add(room(room, said)));
        return new Digest(
                number,
                address,
                missed.size(),
                rooms.stream().limit(MAX_ROOMS).toList(),
                Math.max(0, rooms.size() - MAX_ROOMS));
    }

    private static Room room(String roomId, List<Said> said) {
        int earlier = Math.max(0, said.size() - MAX_EVENTS);
        return new Room(
                roomId,
                cut(name(said.getLast()).orElseGet(() -> names(said))),
                earlier,
                said.stream().skip(earlier).map(Digest::entry).toList());
    }

    private static Optional<String> name(Said said) {
        return said.roomName().or(said::roomAlias);
    }

    /** A room without a name is called after those who have spoken. */
    private static String names(List<Said> said) {
        return said.stream()
                .map(Digest::senderName)
                .distinct()
                .limit(MAX_NAMES)
                .collect(Collectors.joining(", "));
    }

    private static Entry entry(Said said) {
        What what = MissedContent.kind(said);
        return new Entry(
                said.eventId(),
                said.sender(),
                senderName(said),
                what,
                MissedContent.text(said).map(Digest::cut).filter(_ -> what == What.TEXT));
    }

    private static String senderName(Said said) {
        return cut(said.senderName().filter(name -> !name.isBlank()).orElse(said.sender()));
    }

    private static String cut(String text) {
        return CodePoints.first(MAX_CHARACTERS, text);
    }
}
