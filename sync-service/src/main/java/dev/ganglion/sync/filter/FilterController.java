package dev.ganglion.sync.filter;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Filtering". */
@RestController
class FilterController {
    private final Filters filters;

    FilterController(Filters filters) {
        this.filters = filters;
    }

    record FilterId(@JsonProperty("filter_id") String filterId) {}

    @PostMapping("/_matrix/client/v3/user/{userId}/filter")
    Mono<FilterId> define(
            Requester requester, @PathVariable UserId userId, @RequestBody RawJson filter) {
        requester.mustBe(userId);
        return filters.define(userId, filter).map(FilterId::new);
    }

    @GetMapping("/_matrix/client/v3/user/{userId}/filter/{filterId}")
    Mono<RawJson> get(
            Requester requester, @PathVariable UserId userId, @PathVariable String filterId) {
        requester.mustBe(userId);
        return filters.find(userId, filterId)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("There is no such filter")));
    }
}
