package dev.ganglion.auth.token;

import static dev.ganglion.service.database.Rows.text;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.util.Optional;

/** The columns {@code provider}, {@code subject} and {@code provider_session} of a table. */
public final class OriginColumns {
    /** The condition for rows of one session of a provider, or of all of its subject's. */
    public static final String OF_ORIGIN =
            """
            provider = :provider
              and (provider_session = :providerSession
                   or (:providerSession::text is null and subject = :subject))
            """;

    private OriginColumns() {}

    /** Binds {@code :provider}, {@code :subject} and {@code :providerSession}. */
    public static GenericExecuteSpec bind(
            GenericExecuteSpec statement, Optional<ProviderSession> origin) {
        return statement
                .bind("provider", optional(origin.map(ProviderSession::provider)))
                .bind("subject", optional(origin.map(ProviderSession::subject)))
                .bind("providerSession", optional(origin.flatMap(ProviderSession::id)));
    }

    /** Empty where nothing began at a provider. */
    public static Optional<ProviderSession> read(Readable row) {
        return Optional.ofNullable(row.get("provider", String.class))
                .map(
                        provider ->
                                new ProviderSession(
                                        provider,
                                        text(row, "subject"),
                                        Optional.ofNullable(
                                                row.get("provider_session", String.class))));
    }

    private static Parameter optional(Optional<String> text) {
        return Parameters.in(R2dbcType.VARCHAR, text.orElse(null));
    }
}
