package dev.ganglion.auth.mail;

import dev.ganglion.auth.page.Templates;
import dev.ganglion.protocol.error.MatrixException;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a mail and hands it to the mail server; blocks. */
final class MailSubmission {
    private static final Logger log = LoggerFactory.getLogger(MailSubmission.class);

    private final JavaMailSender sender;
    private final InternetAddress from;
    private final Templates templates;
    private final MailMetrics metrics;

    MailSubmission(
            JavaMailSender sender, InternetAddress from, Templates templates, MailMetrics metrics) {
        this.sender = sender;
        this.from = from;
        this.templates = templates;
        this.metrics = metrics;
    }

    void deliver(Mail mail) {
        try {
            sender.send(written(mail));
            metrics.sent();
        } catch (MailException | MessagingException failure) {
            throw told(mail, failure);
        }
    }

    private MimeMessage written(Mail mail) throws MessagingException {
        Map<String, Object> values = new TreeMap<>();
        mail.values().forEach((name, value) -> values.put(name, inOneLine(value)));
        String name = "mail/" + mail.template();
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
        helper.setFrom(from);
        helper.setTo(new InternetAddress(mail.to().value(), true));
        helper.setSubject(oneLine(templates.render(name + ".subject.txt", values)).strip());
        helper.setText(
                templates.render(name + ".txt", values), templates.render(name + ".html", values));
        // So that no answering machine answers.
        message.setHeader("Auto-Submitted", "auto-generated");
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), oneLine(header.getValue()));
        }
        return message;
    }

    private static Object inOneLine(Object value) {
        return switch (value) {
            case String text -> oneLine(text);
            case List<?> list -> list.stream().map(MailSubmission::inOneLine).toList();
            case Map<?, ?> map -> {
                Map<String, Object> values = new TreeMap<>();
                map.forEach((name, each) -> values.put(String.valueOf(name), inOneLine(each)));
                yield values;
            }
            default -> value;
        };
    }

    /** A value ends no line of a header and begins none in a text. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    }

    private MatrixException told(Mail mail, Exception failure) {
        if (isRefusedAddress(failure)) {
            metrics.refused();
            return MatrixException.invalidParam("Mail to this address is refused");
        }
        metrics.failed();
        log.warn("A mail ({}) could not be sent: {}", mail.template(), reason(failure));
        return MatrixException.unavailable("Mail cannot be sent at the moment: try again later");
    }

    private static boolean isRefusedAddress(Exception failure) {
        Throwable cause =
                failure instanceof MailSendException several
                                && several.getFailedMessages().size() == 1
                        ? several.getFailedMessages().values().iterator().next()
                        : failure;
        return cause instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }

    /** What mail servers say may hold addresses; what the network says does not. */
    private static String reason(Exception failure) {
        Throwable inner =
                failure instanceof MailSendException several
                                && several.getFailedMessages().size() == 1
                        ? several.getFailedMessages().values().iterator().next()
                        : failure;
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(inner);
        return cause instanceof IOException ? cause.toString() : cause.getClass().getName();
    }
}
