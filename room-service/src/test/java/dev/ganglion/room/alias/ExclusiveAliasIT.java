package dev.ganglion.room.alias;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

@GanglionTest(
        properties =
                "ganglion.application-services=src/test/resources/appservice/irc.yaml,src/test/resources/appservice/log.yaml")
class ExclusiveAliasIT extends RoomOfAlice {
    private static final String ALIAS = "/directory/room/{alias}";
    private static final Refusal EXCLUSIVE = new Refusal(400, "M_EXCLUSIVE");

    private RoomCaller bridge;
    private RoomCaller logKeeper;
    private String exclusive;
    private String shared;

    @BeforeEach
    void applicationServices() {
        bridge = RoomCaller.ofApplicationService(web, tokens, "_irc_a", "irc");
        bridge.joins(room);
        logKeeper = RoomCaller.ofApplicationService(web, tokens, "logkeeper", "log");
        logKeeper.joins(room);
        exclusive = "#_irc_" + word + ":test.local";
        shared = "#shared-" + word + ":test.local";
    }

    @Test
    @DisplayName("A12: nobody else makes an alias in an exclusive namespace")
    void a12_nobodyElseMakesAnAliasInAnExclusiveNamespace() {
        EXCLUSIVE.answersPut(alice, ALIAS, target(), exclusive);
        EXCLUSIVE.answersPut(logKeeper, ALIAS, target(), exclusive);

        assertThat(bridge.put(ALIAS, target(), exclusive)).isEqualTo(JsonObject.EMPTY);
        assertThat(alice.read(ALIAS, exclusive).string("room_id")).contains(room);
    }

    @Test
    void nobodyElseDeletesOneNotEvenTheRoomsCreator() {
        bridge.put(ALIAS, target(), exclusive);

        EXCLUSIVE.answers(alice.call(HttpMethod.DELETE, "{}", ALIAS, exclusive));
        EXCLUSIVE.answers(logKeeper.call(HttpMethod.DELETE, "{}", ALIAS, exclusive));
        assertThat(alice.read(ALIAS, exclusive).string("room_id")).contains(room);

        RoomCaller.ok(bridge.call(HttpMethod.DELETE, "{}", ALIAS, exclusive));
        Refusal.NOT_FOUND.answersGet(alice, ALIAS, exclusive);
    }

    @Test
    void anAliasThatIsNotExclusiveIsEverybodys() {
        alice.put(ALIAS, target(), shared);

        assertThat(alice.read(ALIAS, shared).string("room_id")).contains(room);
    }

    @Test
    void anApplicationServiceControlsItsNamespaceWhoeverMadeTheAlias() {
        alice.put(ALIAS, target(), shared);

        RoomCaller.ok(bridge.call(HttpMethod.DELETE, "{}", ALIAS, shared));

        Refusal.NOT_FOUND.answersGet(alice, ALIAS, shared);
    }

    @Test
    @DisplayName("A12: an application service makes and deletes none outside of its namespaces")
    void a12_anApplicationServiceMakesNoneOutsideOfItsNamespaces() {
        String outside = "#tea-" + word + ":test.local";
        alice.put(ALIAS, target(), outside);

        EXCLUSIVE.answersPut(bridge, ALIAS, target(), "#more-" + word + ":test.local");
        EXCLUSIVE.answers(bridge.call(HttpMethod.DELETE, "{}", ALIAS, outside));
        EXCLUSIVE.answersPost(bridge, "/createRoom", aliased("tea2-" + word));
    }

    @Test
    @DisplayName("A12: an application service that is not registered any more has no namespaces")
    void a12_anUnknownApplicationServiceHasNoNamespaces() {
        RoomCaller gone = RoomCaller.ofApplicationService(web, tokens, "_irc_a", "gone");

        EXCLUSIVE.answersPut(gone, ALIAS, target(), shared);
    }

    @Test
    void aNewRoomCannotBeCalledWhatIsKeptForAnApplicationService() {
        EXCLUSIVE.answersPost(alice, "/createRoom", aliased("_irc_" + word));

        String created = bridge.createsRoom(aliased("_irc_" + word));

        assertThat(alice.read(ALIAS, exclusive).string("room_id")).contains(created);
    }

    private String target() {
        return "{\"room_id\":\"" + room + "\"}";
    }

    private static String aliased(String localpart) {
        return "{\"room_alias_name\":\"" + localpart + "\"}";
    }
}
