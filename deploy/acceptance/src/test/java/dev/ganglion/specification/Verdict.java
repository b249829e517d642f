package dev.ganglion.specification;

import java.util.List;

/** What the specification says about an answer. */
sealed interface Verdict {
    /** The body is as described. */
    record Conforms(SpecifiedOperation operation) implements Verdict {}

    /** The specification has the operation and the status, and does not describe the body. */
    record Undescribed(SpecifiedOperation operation) implements Verdict {}

    /** The specification does not have the operation. */
    record Unknown() implements Verdict {}

    /**
     * The body is not as described.
     *
     * @param faults each with the place in the body, as a JSON pointer
     */
    record Violates(SpecifiedOperation operation, List<String> faults) implements Verdict {}
}
