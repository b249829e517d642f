package dev.ganglion.specification;

import com.networknt.schema.Error;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A place where the published schema contradicts the specification's own words, so that a right
 * answer fails it.
 *
 * @param operation the name of the operation
 * @param pointer where in the body
 * @param keyword of the schema that fails
 * @param reason what the specification says
 */
record Deviation(String operation, Pattern pointer, String keyword, String reason) {
    /** Every one that is known. */
    static final List<Deviation> ALL =
            List.of(
                    new Deviation(
                            "getRoomStateWithKey",
                            Pattern.compile(""),
                            "oneOf",
                            "an event, asked for as an event, is an object like any content too"),
                    new Deviation(
                            "uploadCrossSigningKeys",
                            Pattern.compile(""),
                            "required",
                            "it uses user-interactive authentication, whose question is no error"));

    boolean covers(SpecifiedOperation failed, Error error) {
        return operation.equals(failed.id())
                && keyword.equals(error.getKeyword())
                && pointer.matcher(error.getInstanceLocation().toString()).matches();
    }
}
