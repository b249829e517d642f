package dev.ganglion.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;

@GanglionTest(properties = "ganglion.services.room.urls=http://127.0.0.1:1")
class ExpiredTokensIT {
    @Autowired private ExpiredTokens tokens;
    @Autowired private DatabaseClient database;

    @Test
    void tokensOfBothKindsAreForgottenLongAfterTheyExpired() {
        run("insert into auth.account (user_id, created_at) values ('@old:test.local', now())");
        run(
                """
                insert into auth.device (user_id, device_id, created_at)
                values ('@old:test.local', 'OLD', now())
                """);
        for (String table : List.of("access_token", "refresh_token")) {
            insert(table, "long ago", "91 days");
            insert(table, "lately", "89 days");
        }

        tokens.forget().block();

        assertThat(kept("access_token")).containsExactly("lately");
        assertThat(kept("refresh_token")).containsExactly("lately");
    }

    private void insert(String table, String name, String expiredBefore) {
        run(
                """
                insert into auth.%s (token_hash, user_id, device_id, generation, created_at, expires_at)
                values ('%s', '@old:test.local', 'OLD', 1, now(), now() - interval '%s')
                """
                        .formatted(table, name, expiredBefore));
    }

    private List<String> kept(String table) {
        return database.sql(
                        """
                        select convert_from(token_hash, 'UTF8') as name
                        from auth.%s
                        where user_id = '@old:test.local'
                        """
                                .formatted(table))
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private void run(String statement) {
        database.sql(statement).then().block();
    }
}
