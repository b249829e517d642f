package dev.ganglion.auth.page;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.util.MultiValueMap;

import java.util.List;
import java.util.Optional;

/** The fields of a form that a browser has sent. */
public final class Form {
    private final MultiValueMap<String, String> fields;

    Form(MultiValueMap<String, String> fields) {
        this.fields = fields;
    }

    /** The field's text; empty when it is missing, or there twice. */
    public Optional<String> field(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.ofNullable(values.getFirst()) : Optional.empty();
    }

    /** Fails with {@code M_MISSING_PARAM} when the field is not there. */
    public String get(String name) {
        return field(name).orElseThrow(() -> MatrixException.missingParam(name));
    }

    /** All texts of a field that may be there more than once, such as a check box. */
    public List<String> fields(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    /** Without the contents, which may be secret. */
    @Override
    public String toString() {
        return "Form";
    }
}
