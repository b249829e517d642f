package dev.ganglion.auth.digest;

import dev.ganglion.auth.digest.MissedMessages.Entry;
import dev.ganglion.auth.digest.MissedMessages.Room;
import dev.ganglion.auth.digest.MissedMessages.What;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.auth.mail.Mail;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the mail that tells a user what they have missed. */
@Component
class DigestMail {
    static final String UNSUBSCRIBE_PATH = "/_ganglion/email/unsubscribe";

    private static final int MAX_ROOMS = 20;
    private static final int MAX_EVENTS = 20;
    private static final int MAX_NAME = 100;
    private static final int MAX_ID = 255;
    private static final int MAX_TEXT = 300;

    private final DigestProperties properties;
    private final UnsubscribeTokens tokens;
    private final PublicUrl publicUrl;
    private final ServerProperties server;

    DigestMail(
            DigestProperties properties,
            UnsubscribeTokens tokens,
            PublicUrl publicUrl,
            ServerProperties server) {
        this.properties = properties;
        this.tokens = tokens;
        this.publicUrl = publicUrl;
        this.server = server;
    }

    Mail to(UserId user, EmailAddress address, MissedMessages missed) {
        String unsubscribe =
                publicUrl.of(UNSUBSCRIBE_PATH + "?token=" + tokens.issue(user, address)).toString();
        Map<String, Object> values =
                Map.of(
                        "server", server.serverName().value(),
                        "user", user.value(),
                        "events", missed.events(),
                        "several", missed.events() > 1,
                        "rooms", missed.rooms().stream().limit(MAX_ROOMS).map(this::room).toList(),
                        "more_rooms", count(missed.moreRooms()),
                        "unsubscribe", unsubscribe);
        return new Mail(address, "digest", values, headers(missed, unsubscribe));
    }

    /** RFC 8058 wants HTTPS; the number names the mail to whoever sees two of them. */
    private Map<String, String> headers(MissedMessages missed, String unsubscribe) {
        Map<String, String> headers = new HashMap<>();
        headers.put("List-Unsubscribe", "<" + unsubscribe + ">");
        if (publicUrl.isHttps()) {
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        String name = "digest\n" + server.serverName().value() + "\n" + missed.number();
        headers.put(
                "Message-ID",
                "<"
                        + UnpaddedBase64.encodeUrlSafe(Sha256.of(name))
                        + "@"
                        + publicUrl.of("").getHost()
                        + ">");
        return headers;
    }

    private Map<String, Object> room(Room room) {
        List<Map<String, Object>> events =
                room.events().stream()
                        .limit(MAX_EVENTS)
                        .map(entry -> event(room.roomId(), entry))
                        .toList();
        return Map.of(
                "name", StrangersWords.of(room.name(), MAX_NAME),
                "earlier", count(room.earlier()),
                "events", events);
    }

    private Map<String, Object> event(String room, Entry entry) {
        return Map.of(
                "sender", StrangersWords.of(entry.senderName(), MAX_NAME),
                "sender_id", StrangersWords.of(entry.sender(), MAX_ID),
                "text", StrangersWords.of(entry.text().orElse(""), MAX_TEXT),
                "is_text", entry.what() == What.TEXT,
                "is_attachment", entry.what() == What.ATTACHMENT,
                "is_encrypted", entry.what() == What.ENCRYPTED,
                "is_invitation", entry.what() == What.INVITATION,
                "is_other", entry.what() == What.OTHER,
                "link",
                        properties.permalinkBase()
                                + encoded(room)
                                + "/"
                                + encoded(entry.eventId()));
    }

    /** Nothing is said of none. */
    private static String count(int number) {
        return number > 0 ? Integer.toString(number) : "";
    }

    private static String encoded(String id) {
        return UriUtils.encode(StrangersWords.of(id, MAX_ID), StandardCharsets.UTF_8);
    }
}
