package dev.ganglion.auth.mail;

/** How the connection to the mail server is kept secret. */
public enum MailSecurity {
    /** It begins in the clear and must change to TLS before anything is said. */
    STARTTLS(587),
    /** TLS from the beginning. */
    TLS(465),
    /** Not at all: for a mail server on the same machine. */
    NONE(25);

    private final int usualPort;

    MailSecurity(int usualPort) {
        this.usualPort = usualPort;
    }

    int usualPort() {
        return usualPort;
    }
}
