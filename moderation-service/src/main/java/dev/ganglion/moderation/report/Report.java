package dev.ganglion.moderation.report;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/** What a user has to say about something. */
record Report(UserId reporter, Subject subject, Optional<String> reason) {

    /** What is reported. */
    sealed interface Subject {
        String words();
    }

    record ReportedEvent(RoomId room, EventId event) implements Subject {
        @Override
        public String words() {
            return "event " + event + " in room " + room;
        }
    }

    record ReportedRoom(RoomId room) implements Subject {
        @Override
        public String words() {
            return "room " + room;
        }
    }

    record ReportedUser(UserId user) implements Subject {
        @Override
        public String words() {
            return "user " + user;
        }
    }

    String words() {
        return reporter + " reported " + subject.words() + ": " + reason.orElse("no reason given");
    }
}
