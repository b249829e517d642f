package dev.ganglion.room.search;

import dev.ganglion.service.database.DatabaseProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The language of searches, checked before anything is searched or indexed. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {
    /**
     * A language that is there.
     *
     * @param migrated the database is reached and migrated first
     */
    @Bean
    SearchLanguage searchLanguage(
            SearchProperties search, DatabaseProperties database, DatabaseClient migrated) {
        return SearchLanguage.checked(search.language(), database);
    }
}
