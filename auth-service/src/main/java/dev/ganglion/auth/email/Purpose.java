package dev.ganglion.auth.email;

/** What an address is proved for; the proof is good for nothing else. */
public enum Purpose {
    /** To make an account with it: nobody may have it yet. */
    REGISTRATION(
            "POST /_matrix/client/v3/register",
            "confirm-registration",
            "registration-with-known-address"),
    /** To set a new password of the account that has it. */
    PASSWORD(
            "POST /_matrix/client/v3/account/password",
            "reset-password",
            "reset-with-unknown-address"),
    /** To add it to an account: nobody may have it yet. */
    ADDING(
            "POST /_matrix/client/v3/account/3pid/add",
            "confirm-address",
            "adding-of-known-address");

    private final String endpoint;
    private final String mail;
    private final String mailInVain;

    Purpose(String endpoint, String mail, String mailInVain) {
        this.endpoint = endpoint;
        this.mail = mail;
        this.mailInVain = mailInVain;
    }

    boolean isOf(String operation) {
        return endpoint.equals(operation);
    }

    /** Whether an address that is somebody's, or nobody's, can be proved for this. */
    boolean allows(boolean isKnown) {
        return isKnown == (this == PASSWORD);
    }

    /** The mail to send; where nothing can be proved, one that says why. */
    String mail(boolean isAllowed) {
        return isAllowed ? mail : mailInVain;
    }
}
