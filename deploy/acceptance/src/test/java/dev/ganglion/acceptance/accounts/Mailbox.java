package dev.ganglion.acceptance.accounts;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server, and what has come for whom. */
final class Mailbox implements AutoCloseable {
    private static final Pattern LINK =
            Pattern.compile("http://127\\.0\\.0\\.1:\\d+/_ganglion/email/confirm\\?token=[\\w-]+");

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    Mailbox() {
        server.start();
    }

    /** For a homeserver that sends its mails here. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("GANGLION_MAIL_HOST", "127.0.0.1");
        settings.put("GANGLION_MAIL_PORT", String.valueOf(server.getSmtp().getPort()));
        settings.put("GANGLION_MAIL_SECURITY", "none");
        settings.put("GANGLION_MAIL_FROM", "Test <noreply@test.local>");
        return settings;
    }

    /** Waits for as many mails, and answers the link of the last one. */
    URI link(String address, int count) {
        await().until(() -> to(address).size() >= count);
        String text = to(address).get(count - 1);
        Matcher link = LINK.matcher(text);
        if (!link.find()) {
            throw new AssertionError("no link in: " + text);
        }
        return URI.create(link.group());
    }

    @Override
    public void close() {
        server.stop();
    }

    private List<String> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .map(Mailbox::text)
                .toList();
    }

    private static boolean isTo(MimeMessage message, String address) {
        try {
            return Arrays.stream(message.getRecipients(Message.RecipientType.TO))
                    .map(Address::toString)
                    .anyMatch(address::equals);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of its parts, whose lines may be broken. */
    private static String text(MimeMessage message) {
        byte[] bytes = GreenMailUtil.getWholeMessage(message).getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.UTF_8).replace("=\r\n", "").replace("=3D", "=");
    }
}
