package dev.ganglion.auth.terms;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.util.Map;

/**
 * The policies, by a name of the operator's choice.
 *
 * @param policies none by default: then nobody is asked
 */
@Validated
@ConfigurationProperties("ganglion.terms")
public record TermsProperties(
        @NotNull @DefaultValue
                Map<@Pattern(regexp = OPAQUE) String, @Valid @NotNull Policy> policies) {
    private static final String OPAQUE = "[0-9a-zA-Z._~-]{1,255}";

    /**
     * A policy as it is now.
     *
     * @param version another one has to be accepted anew
     * @param languages its documents, by codes such as {@code en}
     */
    public record Policy(
            @NotNull @Pattern(regexp = OPAQUE) String version,
            @NotEmpty
                    Map<
                                    @Pattern(regexp = "(?!version$)[a-zA-Z0-9_-]{1,35}") String,
                                    @Valid @NotNull Document>
                            languages) {}

    /** A policy in one language. */
    public record Document(
            @NotBlank String name, @NotNull @Pattern(regexp = "https?://.+") String url) {}
}
