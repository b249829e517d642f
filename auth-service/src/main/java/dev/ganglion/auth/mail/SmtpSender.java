package dev.ganglion.auth.mail;

import dev.ganglion.service.config.SecretSetting;
import dev.ganglion.service.config.StartFailureException;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.mail.javamail.JavaMailSenderImpl;

import java.util.Optional;
import java.util.Properties;

/** Spring's sender, as the settings say. */
final class SmtpSender {
    private static final String SMTP = "mail.smtp.";

    private SmtpSender() {}

    static JavaMailSenderImpl of(MailProperties properties, String host) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(host);
        sender.setPort(properties.port().orElse(properties.security().usualPort()));
        sender.setDefaultEncoding("UTF-8");
        sender.setJavaMailProperties(session(properties));
        properties.username().ifPresent(sender::setUsername);
        password(properties).ifPresent(sender::setPassword);
        return sender;
    }

    /** Whom the mails are from; the start fails without it. */
    static InternetAddress from(MailProperties properties) {
        String from = properties.from().orElse("");
        try {
            InternetAddress[] parsed = InternetAddress.parse(from, true);
            if (parsed.length == 1 && !from.contains("\n") && !from.contains("\r")) {
                parsed[0].validate();
                return parsed[0];
            }
        } catch (AddressException _) {
            // Told below.
        }
        throw new StartFailureException(
                "ganglion.mail.host is set, but ganglion.mail.from is not an address to send from",
                "Set ganglion.mail.from as in: Example Chat <noreply@example.org>");
    }

    private static Properties session(MailProperties properties) {
        String timeout = Long.toString(properties.timeout().toMillis());
        Properties session = new Properties();
        session.setProperty(SMTP + "connectiontimeout", timeout);
        session.setProperty(SMTP + "timeout", timeout);
        session.setProperty(SMTP + "writetimeout", timeout);
        session.setProperty(SMTP + "auth", Boolean.toString(properties.username().isPresent()));
        session.setProperty(SMTP + "ssl.checkserveridentity", "true");
        switch (properties.security()) {
            case STARTTLS -> {
                session.setProperty(SMTP + "starttls.enable", "true");
                session.setProperty(SMTP + "starttls.required", "true");
            }
            case TLS -> session.setProperty(SMTP + "ssl.enable", "true");
            case NONE -> {
                // In the clear.
            }
        }
        return session;
    }

    private static Optional<String> password(MailProperties properties) {
        return SecretSetting.read(
                "ganglion.mail.password",
                properties.password().orElse(null),
                properties.passwordFile());
    }
}
