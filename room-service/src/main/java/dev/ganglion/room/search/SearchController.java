package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.search.SearchRequest.Categories;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Server Side Search". */
@RestController
class SearchController {
    private final SearchService search;
    private final SearchLanguage language;

    SearchController(SearchService search, SearchLanguage language) {
        this.search = search;
        this.language = language;
    }

    /** Rooms' events are the only category; who does not ask for it is told nothing. */
    @PostMapping("/_matrix/client/v3/search")
    Mono<SearchResponse> search(
            Requester requester,
            @RequestParam("next_batch") Optional<String> nextBatch,
            @RequestBody SearchRequest request) {
        Categories categories =
                request.searchCategories()
                        .orElseThrow(() -> MatrixException.missingParam("search_categories"));
        return Mono.justOrEmpty(categories.roomEvents())
                .map(wanted -> SearchCriteria.of(wanted, nextBatch, language))
                .flatMap(criteria -> search.search(requester, criteria))
                .map(SearchResponse::of)
                .defaultIfEmpty(SearchResponse.NOTHING_ASKED);
    }
}
