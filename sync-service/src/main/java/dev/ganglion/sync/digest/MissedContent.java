package dev.ganglion.sync.digest;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.digest.Digest.What;
import dev.ganglion.sync.push.Said;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told of an event in a mail. */
final class MissedContent {
    private static final Set<String> TEXTS = Set.of("m.text", "m.notice", "m.emote");
    private static final Set<String> ATTACHMENTS =
            Set.of("m.image", "m.file", "m.audio", "m.video", "m.location");

    private MissedContent() {}

    static What kind(Said said) {
        return switch (said.type()) {
            case "m.room.encrypted" -> What.ENCRYPTED;
            case EventTypes.MEMBER -> isInvitation(said) ? What.INVITATION : What.OTHER;
            case "m.sticker" -> What.ATTACHMENT;
            case "m.room.message" -> ofMessage(said);
            default -> What.OTHER;
        };
    }

    /** The body of a message, without what it quotes of the one that it answers. */
    static Optional<String> text(Said said) {
        JsonObject content = said.content();
        Optional<String> body = content.string("body");
        return isReply(content) ? body.map(MissedContent::withoutQuote) : body;
    }

    private static What ofMessage(Said said) {
        String type = said.content().string("msgtype").orElse("");
        if (ATTACHMENTS.contains(type)) {
            return What.ATTACHMENT;
        }
        return TEXTS.contains(type) && text(said).filter(text -> !text.isBlank()).isPresent()
                ? What.TEXT
                : What.OTHER;
    }

    private static boolean isInvitation(Said said) {
        return said.content().string("membership").equals(Optional.of("invite"));
    }

    private static boolean isReply(JsonObject content) {
        return content.object("m.relates_to")
                .filter(relation -> relation.has("m.in_reply_to"))
                .isPresent();
    }

    private static String withoutQuote(String body) {
        return body.lines()
                .dropWhile(line -> line.startsWith(">"))
                .collect(Collectors.joining("\n"));
    }
}
