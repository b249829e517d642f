package dev.ganglion.auth;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real mail server, shared by all tests; each test has addresses of its own. */
final class Mailbox {
    static final Mailbox INSTANCE = new Mailbox();

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Pattern LINK =
            Pattern.compile(
                    "https://matrix\\.example\\.org(/_ganglion/email/confirm\\?token=\\S+)");

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private Mailbox() {
        server.start();
    }

    Map<String, String> settings() {
        return Map.of(
                "ganglion.mail.host", "127.0.0.1",
                "ganglion.mail.port", String.valueOf(server.getSmtp().getPort()),
                "ganglion.mail.security", "none",
                "ganglion.mail.from", "Test <noreply@test.local>",
                "ganglion.public-base-url", "https://matrix.example.org");
    }

    static String freshAddress() {
        return "person" + NEXT.incrementAndGet() + "@mail.example";
    }

    /** What has come for an address so far, oldest first. */
    List<Letter> of(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .map(Mailbox::letter)
                .filter(letter -> letter.to.equals(address))
                .toList();
    }

    /** The same with all their headers. */
    List<MimeMessage> messagesTo(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> letter(message).to.equals(address))
                .toList();
    }

    /** The newest of as many letters as there must be. */
    Letter newest(String address, int count) {
        await().until(() -> of(address).size() >= count);
        return of(address).getLast();
    }

    private static Letter letter(MimeMessage message) {
        try {
            return new Letter(
                    message.getRecipients(Message.RecipientType.TO)[0].toString(),
                    message.getSubject(),
                    text((MimeMultipart) message.getContent(), "text/plain"),
                    text((MimeMultipart) message.getContent(), "text/html"));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(MimeMultipart parts, String type)
            throws MessagingException, IOException {
        String found = "";
        for (int i = 0; i < parts.getCount(); i++) {
            Object content = parts.getBodyPart(i).getContent();
            if (content instanceof MimeMultipart inner) {
                found = found + text(inner, type);
            } else if (parts.getBodyPart(i).isMimeType(type)) {
                found = found + content;
            }
        }
        return found;
    }

    /** A mail as it came. */
    record Letter(String to, String subject, String text, String html) {
        /** Path and query of the link to confirm. */
        String link() {
            Matcher link = LINK.matcher(text);
            if (!link.find()) {
                throw new AssertionError("no link in: " + text);
            }
            return link.group(1);
        }

        boolean hasLink() {
            return text.contains("token=") || html.contains("token=");
        }
    }
}
