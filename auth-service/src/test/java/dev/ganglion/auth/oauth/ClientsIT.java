package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** How many clients there can be, and which are forgotten. */
@GanglionTest(properties = "ganglion.oauth.max-clients=3")
class ClientsIT {
    @Autowired private Clients clients;
    @Autowired private DatabaseClient database;

    @Test
    void d10ThereAreOnlySoManyClientsAndThoseWithoutUseAndDeviceMakeRoom() {
        String used = registered("used");
        String owner = registered("owner");
        String unused = registered("unused");
        assertThatThrownBy(() -> registered("one too many"))
                .isInstanceOf(OAuthException.class)
                .hasMessage("temporarily_unavailable");
        assertThat(registered("used")).as("who is known may register again").isEqualTo(used);

        sql(
                "update auth.oauth_client set last_used_at = now() - interval '31 days' where client_id <> '"
                        + used
                        + "'");
        sql("insert into auth.account (user_id, created_at) values ('@o:test.local', now())");
        sql(
                "insert into auth.device (user_id, device_id, created_at, oauth_client_id) values ('@o:test.local', 'D', now(), '"
                        + owner
                        + "')");
        clients.forgetUnused().block();

        assertThat(clients.find(used).blockOptional()).isPresent();
        assertThat(clients.find(owner).blockOptional()).as("it has a device").isPresent();
        assertThat(clients.find(unused).blockOptional()).isEmpty();
        assertThat(registered("one too many")).isNotEmpty();
        assertThat(clients.find("x\u0000'").blockOptional()).isEmpty();
    }

    private String registered(String name) {
        return clients.register(JsonObject.of("client_name", name))
                .map(Client::id)
                .blockOptional()
                .orElseThrow();
    }

    private void sql(String statement) {
        database.sql(statement).then().block();
    }
}
