package dev.ganglion.room.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.Random;

/**
 * Users who all try to rule one room: each step changes power levels, the join rule or a
 * membership, or is refused.
 */
final class Struggle {
    private static final List<String> JOIN_RULES = List.of("public", "invite", "knock");
    private static final List<String> MEMBERSHIPS =
            List.of("kick", "ban", "unban", "invite", "kick");

    private final String room;
    private final List<RoomCaller> users;

    Struggle(String room, List<RoomCaller> users) {
        this.room = room;
        this.users = users;
    }

    /** One step of a user, sent to the replica that the caller stands for. */
    void step(RoomCaller user, Random chance) {
        ResponseSpec response =
                switch (chance.nextInt(5)) {
                    case 0 -> changesPowerLevels(user, chance);
                    case 1 ->
                            user.call(
                                    HttpMethod.PUT,
                                    "{\"join_rule\":\"" + any(JOIN_RULES, chance) + "\"}",
                                    "/rooms/{room}/state/m.room.join_rules/",
                                    room);
                    case 2 -> user.call(HttpMethod.POST, "{}", "/rooms/{room}/join", room);
                    default -> changesMembership(user, chance);
                };
        assertThat(status(response)).as("of a step of %s", user.id()).isIn(200, 400, 403);
    }

    /** Whether a message of the user's is taken. */
    boolean maySpeak(RoomCaller user, String txnId) {
        int status =
                status(
                        user.call(
                                HttpMethod.PUT,
                                "{\"msgtype\":\"m.text\",\"body\":\"still here\"}",
                                "/rooms/{room}/send/m.room.message/{txnId}",
                                room,
                                txnId));
        assertThat(status).isIn(200, 403);
        return status == 200;
    }

    private ResponseSpec changesPowerLevels(RoomCaller user, Random chance) {
        return user.call(
                HttpMethod.PUT,
                """
                {"users_default": %d, "state_default": %d, "ban": %d, "kick": %d, "users": {"%s": %d}}
                """
                        .formatted(
                                chance.nextInt(60),
                                chance.nextInt(60),
                                chance.nextInt(60),
                                chance.nextInt(60),
                                any(users, chance).id(),
                                chance.nextInt(60)),
                "/rooms/{room}/state/m.room.power_levels/",
                room);
    }

    private ResponseSpec changesMembership(RoomCaller user, Random chance) {
        return user.call(
                HttpMethod.POST,
                "{\"user_id\":\"" + any(users, chance).id() + "\"}",
                "/rooms/{room}/" + any(MEMBERSHIPS, chance),
                room);
    }

    private static <T> T any(List<T> all, Random chance) {
        return all.get(chance.nextInt(all.size()));
    }

    private static int status(ResponseSpec response) {
        return response.returnResult(byte[].class).getStatus().value();
    }
}
