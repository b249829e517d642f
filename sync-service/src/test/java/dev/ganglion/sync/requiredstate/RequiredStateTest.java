package dev.ganglion.sync.requiredstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonValue;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class RequiredStateTest {
    private static final String ALICE = "@alice:test.local";

    @Test
    void pairsChooseByTypeAndKeyWithWildcards() {
        RequiredState state = read("[[\"m.room.name\",\"\"],[\"m.space.child\",\"*\"]]");

        assertThat(state.matches("m.room.name", "")).isTrue();
        assertThat(state.matches("m.room.name", "x")).isFalse();
        assertThat(state.matches("m.space.child", "!a:b")).isTrue();
        assertThat(state.matches("m.room.topic", "")).isFalse();
    }

    @Test
    void meIsTheReader() {
        RequiredState state = read("[[\"m.room.member\",\"$ME\"]]");

        assertThat(state.matches("m.room.member", ALICE)).isTrue();
        assertThat(state.matches("m.room.member", "@bob:test.local")).isFalse();
    }

    @Test
    void whatIsLoadedLazilyIsNotChosenByAnyType() {
        RequiredState state = read("[[\"*\",\"*\"],[\"m.room.member\",\"$LAZY\"]]");

        assertThat(state.isLazy()).isTrue();
        assertThat(state.matches("m.room.member", ALICE)).isFalse();
        assertThat(state.matches("m.room.topic", "")).isTrue();
    }

    @Test
    void theObjectOfTheProposalIncludesAndExcludes() {
        RequiredState state =
                read(
                        """
                        {"include":[{"type":"a"}],"exclude":[{"type":"a","state_key":"no"}],"lazy_members":true}""");

        assertThat(state.matches("a", "yes")).isTrue();
        assertThat(state.matches("a", "no")).isFalse();
        assertThat(state.isLazy()).isTrue();
    }

    @Test
    void whatIsStoredIsReadAgain() {
        RequiredState state = read("[[\"a\",\"b\"],[\"m.room.member\",\"$LAZY\"]]");

        assertThat(RequiredState.decode(state.encode())).isEqualTo(state);
    }

    @Test
    void onlyWhatIsNewIsAdded() {
        RequiredState before = read("[[\"a\",\"\"]]");
        RequiredState after = read("[[\"a\",\"\"],[\"b\",\"\"]]");

        assertThat(after.minus(before).matches("b", "")).isTrue();
        assertThat(after.minus(before).matches("a", "")).isFalse();
        assertThat(before.minus(after).isEmpty()).isTrue();
        assertThat(before.plus(after)).isEqualTo(after);
    }

    private static RequiredState read(String json) {
        JsonValue value = Json.parse(json);
        return new RequiredStateReader(new UserId(ALICE)).read(Optional.of(value));
    }
}
