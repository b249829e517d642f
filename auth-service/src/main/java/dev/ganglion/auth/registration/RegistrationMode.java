package dev.ganglion.auth.registration;

/** Who can register. */
public enum RegistrationMode {
    /** Nobody; operators make accounts with the registration secret. */
    CLOSED,
    /** Whoever has a registration token. */
    TOKEN,
    /** Anyone. */
    OPEN
}
