package dev.ganglion.room.userdirectory;

import dev.ganglion.room.userdirectory.UserSearchRepository.Found;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Client-server API, "User Directory". */
@RestController
class UserDirectoryController {
    private final UserSearchRepository repository;
    private final UserDirectoryProperties settings;

    UserDirectoryController(UserSearchRepository repository, UserDirectoryProperties settings) {
        this.repository = repository;
        this.settings = settings;
    }

    record User(String userId, Optional<String> displayName, Optional<String> avatarUrl) {}

    record Users(List<User> results, boolean limited) {}

    /** Who is called just so comes first, who is called so in the beginning next. */
    @PostMapping("/_matrix/client/v3/user_directory/search")
    Mono<Users> search(
            Requester requester,
            @RequestHeader(HttpHeaders.ACCEPT_LANGUAGE) Optional<String> languages,
            @RequestBody UserSearch search) {
        Locale locale = locale(languages);
        UserQuery query = UserQuery.of(search, locale);
        return !settings.enabled() || query.isEmpty()
                ? Mono.just(new Users(List.of(), false))
                : repository
                        .search(query, requester.userId(), settings.searchAll(), query.limit() + 1)
                        .map(found -> answer(found, query.limit(), locale));
    }

    private static Users answer(List<Found> found, int limit, Locale locale) {
        return new Users(
                found.stream()
                        .limit(limit)
                        .sorted(order(locale))
                        .map(user -> new User(user.userId(), user.displayName(), user.avatarUrl()))
                        .toList(),
                found.size() > limit);
    }

    private static Comparator<Found> order(Locale locale) {
        Collator collator = Collator.getInstance(locale);
        return Comparator.comparingInt(Found::rank)
                .thenComparing(Found::isBare)
                .thenComparing(user -> user.displayName().orElse(user.userId()), collator)
                .thenComparing(Found::userId);
    }

    /** The language that the client likes best; what is no language is left aside. */
    private static Locale locale(Optional<String> languages) {
        try {
            return languages.map(Locale.LanguageRange::parse).stream()
                    .flatMap(List::stream)
                    .map(Locale.LanguageRange::getRange)
                    .filter(range -> !range.startsWith("*"))
                    .findFirst()
                    .map(Locale::forLanguageTag)
                    .orElse(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return Locale.ROOT;
        }
    }
}
