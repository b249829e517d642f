package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Decides whose profiles somebody may look at. */
@Component
class ProfileLookup {
    private final Properties settings;
    private final ProfileRepository repository;

    ProfileLookup(Properties settings, ProfileRepository repository) {
        this.settings = settings;
        this.repository = repository;
    }

    /**
     * Who may look.
     *
     * @param visibleTo {@code ganglion.profile.visible-to}
     */
    @Validated
    @ConfigurationProperties("ganglion.profile")
    record Properties(@NotNull @DefaultValue("everyone") Audience visibleTo) {}

    enum Audience {
        /** Whoever asks, with or without an account. */
        EVERYONE,
        /** Whoever is logged in. */
        USERS,
        /** Whoever is in a room with the user. */
        SHARED_ROOMS
    }

    /** Fails with {@code M_FORBIDDEN}, whether or not there is such a user. */
    Mono<Void> mustBeAllowed(Optional<Requester> requester, UserId user) {
        return isAllowed(requester.map(Requester::userId), user)
                .filter(allowed -> allowed)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This server does not show you this profile")))
                .then();
    }

    private Mono<Boolean> isAllowed(Optional<UserId> reader, UserId user) {
        return switch (settings.visibleTo()) {
            case EVERYONE -> Mono.just(true);
            case USERS -> Mono.just(reader.isPresent());
            case SHARED_ROOMS ->
                    reader.map(one -> one.equals(user) ? Mono.just(true) : share(one, user))
                            .orElse(Mono.just(false));
        };
    }

    private Mono<Boolean> share(UserId reader, UserId user) {
        return repository.isSharingRoom(reader, user);
    }
}
