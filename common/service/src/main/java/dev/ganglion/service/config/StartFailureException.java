package dev.ganglion.service.config;

/** The service cannot start, for a reason that the operator can mend: told in one line. */
public class StartFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * @param problem what is wrong, without secrets
     * @param fix what to do, with the setting's name
     */
    public StartFailureException(String problem, String fix) {
        super(problem);
        this.fix = fix;
    }

    /** What the operator should do. */
    public String fix() {
        return fix;
    }
}
