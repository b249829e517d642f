package dev.ganglion.sync.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.error.JsonFailures;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The filters of all users. A filter never changes, so those in use stay in memory, as do those
 * that come with every request.
 */
@Service
public class Filters {
    private static final int MAX_BYTES = 65_536;
    private static final int MAX_IN_MEMORY = 20_000;
    private static final int MAX_CHARACTERS_IN_MEMORY = 8 << 20;

    private final FilterRepository repository;
    private final JsonMapper mapper;
    private final Cache<Key, SyncFilter> cache =
            Caffeine.newBuilder().maximumSize(MAX_IN_MEMORY).build();
    private final Cache<String, SyncFilter> given =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_CHARACTERS_IN_MEMORY)
                    .weigher((String json, SyncFilter filter) -> json.length())
                    .build();

    Filters(FilterRepository repository, JsonMapper mapper) {
        this.repository = repository;
        this.mapper = mapper;
    }

    private record Key(UserId user, long id) {}

    /**
     * The filter of a request: absent, JSON, or the ID of a stored one. {@code M_INVALID_PARAM} or
     * {@code M_BAD_JSON} for what is neither.
     */
    public Mono<SyncFilter> resolve(UserId user, Optional<String> parameter) {
        if (parameter.isEmpty()) {
            return Mono.just(SyncFilter.EVERYTHING);
        }
        String text = parameter.get();
        return text.startsWith("{")
                ? Mono.fromCallable(() -> given.get(text, this::parse))
                : stored(user, text);
    }

    /** Stores a filter and names it; an equal filter of the same user keeps its name. */
    Mono<String> define(UserId user, RawJson filter) {
        return Mono.fromCallable(() -> parse(filter.bytes()))
                .flatMap(valid -> repository.store(user, filter.bytes()))
                .map(String::valueOf);
    }

    Mono<RawJson> find(UserId user, String filterId) {
        return Mono.justOrEmpty(number(filterId))
                .flatMap(id -> repository.find(user, id))
                .map(RawJson::ofTrusted);
    }

    private Mono<SyncFilter> stored(UserId user, String filterId) {
        return Mono.justOrEmpty(number(filterId))
                .flatMap(id -> known(new Key(user, id)))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.invalidParam("There is no such filter")));
    }

    private Mono<SyncFilter> known(Key key) {
        SyncFilter present = cache.getIfPresent(key);
        return present != null
                ? Mono.just(present)
                : repository
                        .find(key.user(), key.id())
                        .map(this::parse)
                        .doOnNext(filter -> cache.put(key, filter));
    }

    private SyncFilter parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private SyncFilter parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw MatrixException.tooLarge("The filter is too large");
        }
        try {
            SyncFilter filter = mapper.readValue(json, SyncFilter.class);
            if (filter == null) {
                throw MatrixException.badJson("The filter is null");
            }
            return filter;
        } catch (JacksonException e) {
            throw JsonFailures.of(e);
        }
    }

    private static Optional<Long> number(String filterId) {
        return filterId.matches("[0-9]{1,18}")
                ? Optional.of(Long.parseLong(filterId))
                : Optional.empty();
    }
}
