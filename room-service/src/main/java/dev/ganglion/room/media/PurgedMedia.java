package dev.ganglion.room.media;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;

/** Notes the media of events that are being purged. */
@Service
public class PurgedMedia {
    private final PurgedMediaRepository repository;
    private final ServerProperties server;

    PurgedMedia(PurgedMediaRepository repository, ServerProperties server) {
        this.repository = repository;
        this.server = server;
    }

    /** Part of the transaction that deletes the events: none is forgotten. */
    public Mono<Void> note(Collection<JsonObject> events) {
        List<OwnedMedia> media =
                events.stream()
                        .flatMap(event -> AttachedMedia.of(event, server.serverName()))
                        .distinct()
                        .toList();
        return media.isEmpty() ? Mono.empty() : repository.note(media);
    }
}
