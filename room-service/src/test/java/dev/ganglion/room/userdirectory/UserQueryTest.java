package dev.ganglion.room.userdirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.Optional;

class UserQueryTest {
    @Test
    void wordsAreBeginnings() {
        assertThat(query(" José O'Brien ").query()).isEqualTo("'jose':* & 'o':* & 'brien':*");
        assertThat(query("José").id()).isEmpty();
        assertThat(query("José").endOfIds()).isEmpty();
    }

    @Test
    void whatLooksLikeAUserIdIsOne() {
        assertThat(query("@Bob").id()).isEqualTo("@bob");
        assertThat(query("bob:example.org").id()).isEqualTo("@bob:example.org");
        assertThat(query("note: bob").id()).isEmpty();
    }

    @Test
    void lettersAreThoseOfTheLanguage() {
        assertThat(UserQuery.of(search("TITIZ"), Locale.forLanguageTag("tr")).query())
                .isEqualTo("'titiz':*");
    }

    @Test
    void nothingLooksForNobody() {
        assertThat(query("").isEmpty()).isTrue();
        assertThat(query(" ?! ").isEmpty()).isTrue();
    }

    @Test
    void d09_thereIsALimit() {
        assertThat(query("x").limit()).isEqualTo(10);
        assertThat(UserQuery.of(new UserSearch(Optional.of("x"), Optional.of(9_999)), Locale.ROOT))
                .extracting(UserQuery::limit)
                .isEqualTo(50);
        assertThatThrownBy(
                        () ->
                                UserQuery.of(
                                        new UserSearch(Optional.of("x"), Optional.of(0)),
                                        Locale.ROOT))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> query("x".repeat(513))).isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> query("x ".repeat(17))).isInstanceOf(MatrixException.class);
    }

    private static UserQuery query(String term) {
        return UserQuery.of(search(term), Locale.ROOT);
    }

    private static UserSearch search(String term) {
        return new UserSearch(Optional.of(term), Optional.empty());
    }
}
